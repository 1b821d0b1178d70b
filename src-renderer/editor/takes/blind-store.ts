import { create } from 'zustand'
import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { Preference, Take } from '../../../src-shared/project/document.ts'
import type { Span } from '../time/time-words.ts'
import type { Deal, Slot } from './blind-round.ts'

export type BlindRound = {
  /** what everything else says that it hears */
  readonly song: Pick<Take, 'id' | 'audioSha256'>
  readonly candidates: readonly TakeId[]
  readonly deal: Deal
  /** what is heard, over and over */
  readonly span: Span
  /** dB for each take, so that all are equally loud over the span */
  readonly gains: ReadonlyMap<TakeId, number>
  readonly heard: Slot
  /** slots that were heard in this round: nobody decides between sounds that were not listened to */
  readonly wereHeard: readonly Slot[]
  /** whether X was named rightly; undefined: not said yet */
  readonly toldApart: boolean | undefined
  readonly decided: readonly Preference[]
}

/** While a blind comparison goes on nothing in the editor says which take is heard. */
export const useBlind = create<{ readonly round: BlindRound | undefined }>()(() => ({ round: undefined }))

export const isBlind = (): boolean => useBlind.getState().round !== undefined
