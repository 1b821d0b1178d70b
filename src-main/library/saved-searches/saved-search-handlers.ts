import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import type { IdSource, SearchId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { SavedSearch, savedSearches } from '../../../src-shared/library/saved-searches.ts'
import type { TrackQuery } from '../../../src-shared/library/track-query.ts'
import type { RowEnd } from '../../history/index.ts'
import type { Database, SavedSearchRow } from '../../platform/database/index.ts'
import type { LibraryChanges } from '../library-changes.ts'
import type { LibraryQuestions } from '../questions/library-questions.ts'
import { cleanTitle } from '../track-rows.ts'
import { type StoredSearch, savedSearchRepository } from './saved-search-repository.ts'

/** Songs that an album made of a search may have. */
const MOST_SONGS = 10_000

const noSearch = () => err(failure('search.not-found', 'This search is not there any more.'))

type Change = Partial<Pick<SavedSearchRow, 'name' | 'query_json'>>

/** What the history calls a change of a search's name, its question, or both. */
const changeWords = (before: string, { name, query_json }: Change): string => {
  const renamed = name !== undefined && name !== before
  if (renamed && query_json !== undefined) return `Rename the smart album “${before}” to “${name}” and change what it finds`
  return renamed ? `Rename the smart album “${before}” to “${name}”` : `Change what the smart album “${before}” finds`
}

/** Changes of saved searches, each one step of the history; undefined: it is not there. */
const searchChanges = ({ recordIn }: Pick<LibraryChanges, 'recordIn'>) => {
  const write = (searchId: SearchId, change: (row: SavedSearchRow) => { label: string; before: RowEnd; after: RowEnd | undefined } | undefined) =>
    recordIn(async (record, tx) => {
      const row = await savedSearchRepository(tx).row(searchId)
      const made = row && change(row)
      return made ? record(made.label, (notes) => notes.search(searchId, made.before, made.after)) : undefined
    })
  return {
    add: (row: SavedSearchRow) => recordIn((record) => record(`Save the smart album “${row.name}”`, (notes) => notes.search(row.id, undefined, row))),
    change: (searchId: SearchId, wanted: Change) =>
      write(searchId, (row) => {
        const names = (Object.keys(wanted) as (keyof Change)[]).filter((name) => wanted[name] !== row[name])
        if (names.length === 0) return undefined
        const ends = (from: Change) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]))
        const after = ends(wanted)
        return { label: changeWords(row.name, after as Change), before: ends(row), after }
      }),
    remove: (searchId: SearchId) => write(searchId, (row) => ({ label: `Delete the smart album “${row.name}”`, before: row, after: undefined })),
  }
}

export const savedSearchHandlers = (
  { ids, now }: { readonly ids: IdSource; readonly now: () => number },
  database: Database,
  questions: Pick<LibraryQuestions, 'count' | 'listIds'>,
  changes: LibraryChanges,
): Handlers<typeof savedSearches> => {
  const searches = savedSearchRepository(database.query)
  const written = searchChanges(changes)
  const counted = async (search: StoredSearch): Promise<SavedSearch> => ({ ...search, count: await questions.count(search.query) })

  return {
    async listSearches() {
      const all: SavedSearch[] = []
      for (const search of await searches.list()) all.push(await counted(search))
      return ok(all)
    },
    async saveSearch({ name, query }) {
      const search = { id: ids.search(), name: cleanTitle(name), query, createdAt: now() }
      await written.add({ id: search.id, name: search.name, query_json: JSON.stringify(query), created_at: search.createdAt })
      return ok(await counted(search))
    },
    async changeSearch({ searchId, name, query }) {
      const stepId = await written.change(searchId, {
        ...(name !== undefined && { name: cleanTitle(name) }),
        ...(query !== undefined && { query_json: JSON.stringify(query) }),
      })
      const search = await searches.find(searchId)
      return search ? ok({ ...(await counted(search)), ...(stepId !== undefined && { stepId }) }) : noSearch()
    },
    async removeSearch({ searchId }) {
      const stepId = await written.remove(searchId)
      return stepId === undefined ? noSearch() : ok({ stepId })
    },
    async albumOfSearch({ searchId, title }) {
      const search = await searches.find(searchId)
      if (!search) return noSearch()
      const query: Omit<TrackQuery, 'cursor'> = { ...search.query, limit: MOST_SONGS + 1 }
      const trackIds = await questions.listIds(query)
      if (trackIds.length > MOST_SONGS)
        return err(failure('search.too-many', `More than ${MOST_SONGS.toLocaleString('en')} songs fit this search. Narrow it down, then make an album of it.`))
      return ok(await changes.createAlbum(title ?? search.name, trackIds))
    },
  }
}
