import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import type { SearchId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { SavedSearch, savedSearches } from '../../../src-shared/library/saved-searches.ts'
import type { TrackQuery } from '../../../src-shared/library/track-query.ts'
import type { FacetReader } from '../facets/facet-reader.ts'
import type { LibraryChanges } from '../library-changes.ts'
import type { LibrarySurroundings } from '../library-handlers.ts'
import { listTrackIds } from '../track-listing.ts'
import { cleanTitle } from '../track-rows.ts'
import { type StoredSearch, savedSearchRepository } from './saved-search-repository.ts'

/** Songs that an album made of a search may have. */
const MOST_SONGS = 10_000

const noSearch = () => err(failure('search.not-found', 'This search is not there any more.'))

export const savedSearchHandlers = (
  { database, events, ids, now }: Pick<LibrarySurroundings, 'database' | 'events' | 'ids' | 'now'>,
  facets: FacetReader,
  changes: LibraryChanges,
): Handlers<typeof savedSearches> => {
  const searches = savedSearchRepository(database.query)
  const counted = async (search: StoredSearch): Promise<SavedSearch> => ({ ...search, count: (await facets.count(search.query)).matched })
  const told = async (searchId: SearchId) => {
    const search = await searches.find(searchId)
    if (!search) return noSearch()
    events.emit('library.searchesChanged', {})
    return ok(await counted(search))
  }

  return {
    async listSearches() {
      const all: SavedSearch[] = []
      for (const search of await searches.list()) all.push(await counted(search))
      return ok(all)
    },
    async saveSearch({ name, query }) {
      const search = { id: ids.search(), name: cleanTitle(name), query, createdAt: now() }
      await searches.insert(search.id, search.name, query, search.createdAt)
      events.emit('library.searchesChanged', {})
      return ok(await counted(search))
    },
    async changeSearch({ searchId, name, query }) {
      if (!(await searches.find(searchId))) return noSearch()
      if (name !== undefined || query !== undefined) await searches.change(searchId, { name: name === undefined ? undefined : cleanTitle(name), query })
      return told(searchId)
    },
    async removeSearch({ searchId }) {
      if (!(await searches.find(searchId))) return noSearch()
      await searches.setRemoved(searchId, now())
      events.emit('library.searchesChanged', {})
      return ok({})
    },
    async restoreSearch({ searchId }) {
      await searches.setRemoved(searchId, null)
      return told(searchId)
    },
    async albumOfSearch({ searchId, title }) {
      const search = await searches.find(searchId)
      if (!search) return noSearch()
      const query: Omit<TrackQuery, 'cursor'> = { ...search.query, limit: MOST_SONGS + 1 }
      const trackIds = await listTrackIds(database.query, query, now())
      if (trackIds.length > MOST_SONGS)
        return err(failure('search.too-many', `More than ${MOST_SONGS.toLocaleString('en')} songs fit this search. Narrow it down, then make an album of it.`))
      return ok(await changes.createAlbum(title ?? search.name, trackIds))
    },
  }
}
