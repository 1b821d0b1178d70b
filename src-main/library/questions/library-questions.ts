import type { SmallWave } from '../../../src-shared/audio/small-wave.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { FacetCounts } from '../../../src-shared/library/facet-counts.ts'
import type { NextLetters, NextLettersQuery } from '../../../src-shared/library/next-letters.ts'
import type { TrackQuery, TrackSelection } from '../../../src-shared/library/track-query.ts'
import type { Queries } from '../../platform/database/index.ts'
import { createFacetReader } from '../facets/facet-reader.ts'
import { createKeptSteps, type Page, pageOfRows } from '../page-of-rows.ts'
import { packInOrder } from '../selections/ids-in-order.ts'
import { type PackedIds, packIds } from '../selections/packed-ids.ts'
import { listTrackIds, listTracks } from '../track-listing.ts'
import { readSmallWaves } from './small-waves.ts'

/** Lists of next letters are told after so long, and the others when they are asked for: a letter may be typed meanwhile. */
const ROUND_MILLISECONDS = 20

export type IdsQuery = Omit<TrackQuery, 'cursor'>
export type ManyIdsQuery = { readonly query: IdsQuery; readonly except: readonly TrackId[] }

/**
 * What lists of songs are asked. Questions that nobody waits for any more (`signal`) end with an AbortError before their next slice.
 * @throws FailureError library.invalid-cursor, and what the database says (see `Database`)
 */
export type LibraryQuestions = {
  list(query: TrackQuery, signal?: AbortSignal): Promise<Page>
  /** Lists of one letter more, for what may be typed next; nothing where that is not known in a moment. */
  nextLetters(query: NextLettersQuery, signal?: AbortSignal): Promise<NextLetters>
  listIds(query: IdsQuery, signal?: AbortSignal): Promise<TrackId[]>
  /** the same for very many ids, some left out */
  packedIds(query: ManyIdsQuery, signal?: AbortSignal): Promise<PackedIds>
  facets(selection: TrackSelection, signal?: AbortSignal): Promise<FacetCounts>
  /** how many songs fit */
  count(selection: TrackSelection, signal?: AbortSignal): Promise<number>
  /** small pictures out of the waveform files at these paths; null: there is no whole file */
  waves(paths: readonly string[], signal?: AbortSignal): Promise<(SmallWave | null)[]>
  /** Begins to read what counts are answered from, so that the first question finds it. Answers at once. */
  warm(): Promise<void>
  close(): Promise<void>
}

/** So many songs are read and sorted by one statement, more are found along the order's index. */
const FEW = 5_000

/** Answers in the thread that asks, off the connection that is given. `isReadingAhead`: the thread has time for what may be asked next. */
export const createLibraryQuestions = (db: Queries, now: () => number, isReadingAhead = false): LibraryQuestions => {
  const facets = createFacetReader(db, now)
  const steps = createKeptSteps(db)
  return {
    async list(query, signal) {
      const page = await listTracks(db, query, now(), facets, signal, steps)
      if (isReadingAhead) facets.hear(query.text)
      return page
    },
    async nextLetters({ behind, ...query }, signal) {
      const startedAt = performance.now()
      const lists: NextLetters['lists'] = []
      for await (const { text, rows } of facets.longer(query, behind, signal)) {
        lists.push({ text, page: JSON.stringify(await pageOfRows(db, { ...query, text }, rows, steps)) })
        if (performance.now() - startedAt > ROUND_MILLISECONDS) return { lists, behind: text.slice(query.text.length) }
      }
      return { lists }
    },
    listIds: (query, signal) => listTrackIds(db, query, now(), signal),
    async packedIds({ query, except }, signal) {
      const total = await facets.total(query, signal)
      const found = total > FEW ? await facets.rows(query, signal) : undefined
      if (found) return packInOrder(db, query, found, new Set(except), signal)
      const ids = await listTrackIds(db, query, now(), signal)
      const out = new Set(except)
      return packIds(out.size === 0 ? ids : ids.filter((id) => !out.has(id)))
    },
    facets: facets.count,
    count: facets.total,
    waves: readSmallWaves,
    async warm() {
      facets.warm()
      if (isReadingAhead) facets.hear('')
    },
    async close() {},
  }
}
