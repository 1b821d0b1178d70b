import { create } from 'zustand'
import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { CompPiece } from '../../../src-shared/project/document.ts'

/** A picture while dragging; Escape and a lost pointer drop it. */
export type CompPreview =
  | { readonly of: 'swipe'; readonly piece: CompPiece }
  | { readonly of: 'edge'; readonly fromFrame: number; readonly toFrame: number }
  | { readonly of: 'fade'; readonly atFrame: number; readonly seconds: number }

/** What the hand is doing with the lanes; what is put together stands in the song's document. */
type CompDesk = {
  readonly isShown: boolean
  /** the lane that the keyboard stands on */
  readonly laneTakeId: TakeId | undefined
  /** the edge whose crossfade the head shows */
  readonly edgeFrame: number | undefined
  readonly preview: CompPreview | undefined
  /** while the lanes are shown the comp sounds in place of the song */
  readonly isCompHeard: boolean
}

export const useCompDesk = create<CompDesk>()(() => ({ isShown: false, laneTakeId: undefined, edgeFrame: undefined, preview: undefined, isCompHeard: true }))

export const toggleLanes = (): void => useCompDesk.setState(({ isShown }) => ({ isShown: !isShown, preview: undefined, edgeFrame: undefined }))
