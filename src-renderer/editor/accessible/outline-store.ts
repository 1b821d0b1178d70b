import { create } from 'zustand'
import { WAVEFORM_ID } from '../waveform/keep-focus.ts'
import type { SongItem } from './song-item.ts'

type Outline = {
  readonly itemId: string | undefined
  /** up and down keep to this moment, as a caret keeps its column */
  readonly frame: number
  readonly isFocused: boolean
}

/** Where a screen reader stands in the outline of the song. The element has the focus, the item only points. */
export const useOutline = create<Outline>()(() => ({ itemId: undefined, frame: 0, isFocused: false }))

export const standOn = ({ id, startFrame }: SongItem, keepsFrame = false): void =>
  useOutline.setState({ itemId: id, ...(!keepsFrame && { frame: startFrame }) })

export const OUTLINE_ID = 'song-outline'

let cameFrom: HTMLElement | undefined

/** From anywhere in the editor. */
export const openOutline = (): void => {
  const outline = document.getElementById(OUTLINE_ID)
  const from = document.activeElement
  if (from === outline) return
  outline?.focus()
  cameFrom = from instanceof HTMLElement ? from : undefined
}

/** To where the outline was called from; else, and where that is gone, to the waveform. */
export const closeOutline = (): void => {
  const from = cameFrom
  if (from?.isConnected && from !== document.body) from.focus({ preventScroll: true })
  if (document.activeElement?.id === OUTLINE_ID) document.getElementById(WAVEFORM_ID)?.focus({ preventScroll: true })
}

/** Whoever comes back by another way goes to the waveform from here. */
export const forgetOrigin = (): void => {
  cameFrom = undefined
}
