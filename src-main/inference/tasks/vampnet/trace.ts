import { writeFile } from 'node:fs/promises'
import type { Codes } from './decode-masked.ts'
import type { Mask } from './masks.ts'

/** What was decided: the mask of the whole song, and the codes that were heard and made, from token `origin` on. One row a codebook. */
export type Trace = { readonly origin: number; readonly mask: readonly number[][]; readonly before: readonly number[][]; readonly after: readonly number[][] }

const rows = (table: Mask | Codes): number[][] => table.map((row) => [...row])

export const writeTrace = (path: string, { origin, mask, before, after }: { origin: number; mask: Mask; before: Codes; after: Codes }): Promise<void> => {
  const trace: Trace = { origin, mask: rows(mask), before: rows(before), after: rows(after) }
  return writeFile(path, JSON.stringify(trace))
}
