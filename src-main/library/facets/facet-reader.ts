import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { TrackSelection } from '../../../src-shared/library/contract.ts'
import type { FacetCounts } from '../../../src-shared/library/facet-counts.ts'
import { NO_FILTERS } from '../../../src-shared/library/track-filters.ts'
import type { Queries } from '../../platform/database/index.ts'
import { createKeptAnswers } from '../kept-answers.ts'
import { matchingRows } from '../matching-rows.ts'
import { type RowSet, rowSetOf } from '../row-set.ts'
import { openWord, searchTerms } from '../search-terms.ts'
import { keyName, studioName } from '../track-expressions.ts'
import { dislikedRule } from '../track-filter.ts'
import { createWordRows } from '../word-rows.ts'
import { countFacets } from './count-facets.ts'
import { createFacetColumns, type FacetRow } from './facet-columns.ts'
import { fittingRows, shelfOf } from './judge.ts'

/** Songs read at a time, so that nothing else waits long. */
const SLICE = 1_000
/** The newest searches whose songs are kept: pages and counts of one search are asked for one after another. */
const KEPT_SEARCHES = 6
const COLUMNS = sql`tracks.row, tracks.origin, ${studioName} AS studio_name, tracks.engine, ${keyName} AS key_name, tracks.mood, tracks.licence, tracks.rating,
  tracks.tempo_bpm, tracks.created_at, tracks.trashed_at, tracks.is_favourite, tracks.is_disliked, tracks.tags_json`

export type FacetReader = {
  /** @throws AbortError between two slices, as `rows` */
  count(selection: TrackSelection, signal?: AbortSignal): Promise<FacetCounts>
  /** how many songs fit, without the counts of every facet */
  total(selection: TrackSelection, signal?: AbortSignal): Promise<number>
  /** Rows of the songs that fit. undefined: the columns are still being read, which this begins. */
  rows(selection: TrackSelection, signal?: AbortSignal): Promise<RowSet | undefined>
  /** How many songs are on a shelf, whatever the words, the album and the filters say; undefined: the columns are not read yet. */
  shelfTotal(selection: TrackSelection): Promise<number | undefined>
  /** Begins to read the columns, so that the first question finds them. */
  warm(): void
  /**
   * What the selection would find with one letter more: each text that words of songs go on with, and the rows of its songs. Nothing while the
   * columns are still being read, or where the text does not end in letters that can be looked up.
   * @param behind the last letter that is known already
   * @throws AbortError between two letters
   */
  longer(selection: TrackSelection, behind?: string, signal?: AbortSignal): AsyncIterable<{ readonly text: string; readonly rows: RowSet }>
  /** Somebody asks for songs with this text; where there is none, first letters are read once nobody asks any more. */
  hear(text: string): void
}

/**
 * Counts facets off columns in memory, which are read once, in slices, when they are first asked for, and then follow the database by the
 * versions that its triggers write: own changes and those of another process alike.
 */
export const createFacetReader = (db: Queries, now: () => number): FacetReader => {
  const songs = createFacetColumns()
  let seen = 0
  let turn: Promise<void> | undefined
  let isLoaded = false
  const words = createWordRows(db)
  const kept = createKeptAnswers<RowSet>(db, KEPT_SEARCHES)
  const matching = async (selection: TrackSelection, signal?: AbortSignal): Promise<RowSet | undefined> => {
    const { text, albumId } = selection
    const { matches, fragments } = searchTerms(text)
    if (fragments.length > 0 || albumId !== undefined) return kept(JSON.stringify([text, albumId]), async () => rowSetOf(await matchingRows(db, selection)))
    return matches.length > 0 ? words.find(matches, signal) : undefined
  }

  const newest = async () =>
    (
      await db
        .selectFrom('track_versions')
        .select((eb) => eb.fn.max('version').as('version'))
        .executeTakeFirst()
    )?.version ?? 0

  const load = async (): Promise<void> => {
    seen = await newest()
    for (let last = -1; ; ) {
      const { rows } = await sql<FacetRow>`SELECT ${COLUMNS} FROM tracks WHERE row > ${last} ORDER BY row LIMIT ${SLICE}`.execute(db)
      for (const row of rows) songs.put(row)
      if (rows.length < SLICE) break
      last = rows.at(-1)?.row ?? last
      await breathe()
    }
    isLoaded = true
  }

  const follow = async (): Promise<void> => {
    if ((await newest()) === seen) return
    for (;;) {
      const rows = await sql<FacetRow & { track_row: number; version: number; row: number | null }>`
        SELECT changed.version, changed.track_row, ${COLUMNS}
        FROM (SELECT * FROM track_versions WHERE version > ${seen} ORDER BY version LIMIT ${SLICE}) AS changed
        LEFT JOIN tracks ON tracks.row = changed.track_row ORDER BY changed.version`.execute(db)
      for (const row of rows.rows) {
        if (row.row === null) songs.forget(row.track_row)
        else songs.put(row)
        seen = row.version
      }
      if (rows.rows.length < SLICE) return
      await breathe()
    }
  }

  /** One at a time; a question that comes meanwhile waits for it and then looks again. */
  const bringUpToDate = async (): Promise<void> => {
    while (turn) await turn.catch(() => undefined)
    turn = isLoaded ? follow() : load().then(follow)
    try {
      await turn
    } finally {
      turn = undefined
    }
  }

  const questionOf = (selection: TrackSelection) => ({
    view: selection.view,
    filters: { ...(selection.filters ?? NO_FILTERS), disliked: dislikedRule(selection) },
    now: now(),
  })

  const warm = (): void => {
    // a library that is closed meanwhile is not a failure of the question
    if (!isLoaded && !turn) void bringUpToDate().catch(() => undefined)
  }

  return {
    warm,
    hear: (text) => (text === '' ? words.rest() : words.wake()),
    async *longer(selection, behind, signal) {
      const open = openWord(selection.text)
      if (!open || !isLoaded) return
      words.wake()
      await bringUpToDate()
      signal?.throwIfAborted()
      const others = await fittingRows(songs, questionOf(selection), await matching({ ...selection, text: open.before }, signal), signal)
      for await (const { word, rows } of words.longer(open.word, behind, signal)) yield { text: open.before + word, rows: rows.new_intersection(others) }
    },
    async count(selection, signal) {
      await bringUpToDate()
      signal?.throwIfAborted()
      return countFacets(songs, questionOf(selection), await matching(selection, signal), signal)
    },
    async total(selection, signal) {
      await bringUpToDate()
      signal?.throwIfAborted()
      return (await fittingRows(songs, questionOf(selection), await matching(selection, signal), signal)).size()
    },
    async rows(selection, signal) {
      if (!isLoaded) {
        warm()
        return undefined
      }
      await bringUpToDate()
      signal?.throwIfAborted()
      return fittingRows(songs, questionOf(selection), await matching(selection, signal), signal)
    },
    async shelfTotal(selection) {
      if (!isLoaded) return undefined
      await bringUpToDate()
      return shelfOf(songs, questionOf(selection)).size()
    },
  }
}
