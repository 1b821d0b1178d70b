import type { InnerHandler } from '../../actions/index.ts'
import { transport } from '../../transport/index.ts'
import { heardNow } from '../tools/waveform-desk.ts'
import { revealFrame } from '../waveform/viewport-store.ts'
import { acceptItem, growFrom, openItem, removeItem, renameItem, toggleItemStem } from './outline-deeds.ts'
import { type OutlineMove, outlineMove } from './outline-moves.ts'
import { closeOutline, standOn, useOutline } from './outline-store.ts'
import type { SongItem, SongLane } from './song-item.ts'
import type { outlineItemActions } from './spoken-actions.ts'

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

/** What the outline does with its keys. */
export const outlineHandlers = (
  lanes: readonly SongLane[],
  item: SongItem | undefined,
): Readonly<Record<keyof typeof outlineItemActions.actions, InnerHandler>> => {
  const go = (move: OutlineMove) => () => walk(lanes, move)
  /** with nothing to stand on the key means something else */
  const act = (deed: (item: SongItem) => unknown) => () => (item ? deed(item) : false)
  return {
    left: go('left'),
    right: go('right'),
    up: go('up'),
    down: go('down'),
    start: go('start'),
    end: go('end'),
    first: go('first'),
    last: go('last'),
    growBack: act((one) => growFrom(one, -1)),
    growOn: act((one) => growFrom(one, 1)),
    open: act((one) => void openItem(one)),
    accept: act(acceptItem),
    rename: act(renameItem),
    remove: act(removeItem),
    mute: act((one) => toggleItemStem(one, 'isMuted')),
    solo: act((one) => toggleItemStem(one, 'isSoloed')),
    leave: closeOutline,
  }
}
