import { randomBytes } from 'node:crypto'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { type PackedIds, packIds, unpackIds } from './packed-ids.ts'

/** The newest selections are remembered; a window asks about one at a time. */
const KEPT_SELECTIONS = 8

export type KeptSelection = {
  readonly count: number
  /** the songs from place `from` to before place `to` */
  slice(from: number, to: number): readonly TrackId[]
  /** The same of the same songs in an order that is quick to write, for what is the same in any: neighbours in the file change together. */
  quickSlice(from: number, to: number): readonly TrackId[]
}

export const selectionOf = (ids: readonly TrackId[]): KeptSelection => {
  const slice = (from: number, to: number) => ids.slice(from, to)
  return { count: ids.length, slice, quickSlice: slice }
}

/** Songs that somebody chose, kept here so that only a name for them goes to and fro. */
export const createKeptSelections = () => {
  const kept = new Map<string, KeptSelection>()
  return {
    keep(ids: readonly TrackId[] | PackedIds): string {
      const packed = 'pieces' in ids ? ids : packIds(ids)
      const selectionId = randomBytes(9).toString('base64url')
      const { count, pieces, asTheyLie = pieces } = packed
      kept.set(selectionId, {
        count,
        slice: (from, to) => unpackIds(packed, from, to),
        quickSlice: (from, to) => unpackIds({ count, pieces: asTheyLie }, from, to),
      })
      const [oldest] = kept.keys()
      if (kept.size > KEPT_SELECTIONS && oldest !== undefined) kept.delete(oldest)
      return selectionId
    },
    find: (selectionId: string): KeptSelection | undefined => kept.get(selectionId),
  }
}
export type KeptSelections = ReturnType<typeof createKeptSelections>
