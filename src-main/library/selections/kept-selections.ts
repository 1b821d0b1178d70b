import { randomBytes } from 'node:crypto'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'

/** The newest selections are remembered; a window asks about one at a time. */
const KEPT_SELECTIONS = 8

export type KeptSelection = { readonly trackIds: readonly TrackId[] }

/** Songs that somebody chose, kept here so that only a name for them goes to and fro. */
export const createKeptSelections = () => {
  const kept = new Map<string, KeptSelection>()
  return {
    keep(trackIds: readonly TrackId[]): string {
      const selectionId = randomBytes(9).toString('base64url')
      kept.set(selectionId, { trackIds })
      const [oldest] = kept.keys()
      if (kept.size > KEPT_SELECTIONS && oldest !== undefined) kept.delete(oldest)
      return selectionId
    },
    find: (selectionId: string): KeptSelection | undefined => kept.get(selectionId),
  }
}
export type KeptSelections = ReturnType<typeof createKeptSelections>
