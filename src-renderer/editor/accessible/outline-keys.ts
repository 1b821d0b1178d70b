import type { KeyboardEvent } from 'react'
import { transport } from '../../transport/index.ts'
import { heardNow } from '../tools/waveform-desk.ts'
import { revealFrame } from '../waveform/viewport-store.ts'
import { acceptItem, growFrom, openItem, removeItem, renameItem, toggleItemStem } from './outline-deeds.ts'
import { type OutlineMove, outlineMove } from './outline-moves.ts'
import { standOn, useOutline } from './outline-store.ts'
import type { SongItem, SongLane } from './song-item.ts'

const MOVES: Readonly<Record<string, OutlineMove>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'start',
  End: 'end',
}
const FAR: Readonly<Record<string, OutlineMove>> = { Home: 'first', End: 'last' }

/** Goes there and shows it; up and down keep to the moment they came from. */
export const walk = (lanes: readonly SongLane[], move: OutlineMove): void => {
  const { itemId, frame } = useOutline.getState()
  const shift = heardNow()?.shift ?? 0
  const item = outlineMove(lanes, itemId, move, itemId === undefined ? transport.currentFrame() - shift : frame)
  if (!item) return
  standOn(item, move === 'up' || move === 'down')
  revealFrame(item.endFrame + shift)
  revealFrame(item.startFrame + shift)
}

/** What the outline does with a key of its own; false leaves it to the editor (G, 1–4, A, Space and all the others). */
const handle = (event: KeyboardEvent, lanes: readonly SongLane[], item: SongItem | undefined): boolean => {
  const { key, shiftKey, altKey } = event
  const isFar = event.ctrlKey || event.metaKey
  if (altKey) return false
  const move = isFar ? FAR[key] : MOVES[key]
  if (move && !shiftKey) {
    walk(lanes, move)
    return true
  }
  if (isFar || !item) return false
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      growFrom(item, key === 'ArrowLeft' ? -1 : 1)
      return true
    case 'Enter':
      if (shiftKey) acceptItem(item)
      else void openItem(item)
      return true
    case 'Delete':
      removeItem(item)
      return true
    case 'F2':
      renameItem(item)
      return true
    case 'm':
      return toggleItemStem(item, 'isMuted')
    case 's':
      return toggleItemStem(item, 'isSoloed')
    default:
      return false
  }
}

export const onOutlineKey = (event: KeyboardEvent, lanes: readonly SongLane[], item: SongItem | undefined): void => {
  if (!handle(event, lanes, item)) return
  event.preventDefault()
  event.stopPropagation()
}
