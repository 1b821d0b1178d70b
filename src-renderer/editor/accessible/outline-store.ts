import { create } from 'zustand'
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

/** From anywhere in the editor. */
export const openOutline = (): void => document.getElementById(OUTLINE_ID)?.focus()
