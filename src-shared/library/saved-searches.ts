import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { SearchId } from '../kernel/ids.ts'
import { Album } from './album.ts'
import { TrackQuery } from './track-query.ts'

/** A question to the library that was given a name: an album that fills itself. */
export const SavedQuery = TrackQuery.pick({ text: true, view: true, filters: true, sort: true, descending: true })
export type SavedQuery = z.output<typeof SavedQuery>

export const SavedSearch = z.object({
  id: SearchId,
  name: z.string(),
  query: SavedQuery,
  createdAt: z.number(),
  /** songs that fit now */
  count: z.number().int(),
})
export type SavedSearch = z.output<typeof SavedSearch>

const name = z.string().trim().min(1).max(300)
const search = z.object({ searchId: SearchId })
const failures = ['search.not-found'] as const

export const savedSearches = {
  listSearches: call({ input: NoInput, output: z.array(SavedSearch) }),
  saveSearch: call({ input: z.object({ name, query: SavedQuery }), output: SavedSearch }),
  changeSearch: call({
    input: search.extend({ name: name.optional(), query: SavedQuery.optional() }),
    output: SavedSearch.extend({ stepId: z.number().int().optional() }),
    failures,
  }),
  /** its songs stay; `stepId` is what takes it back (`history.takeBack`) */
  removeSearch: call({ input: search, output: z.object({ stepId: z.number().int().optional() }), failures }),
  /** an album of the songs that fit now, in the search's order; the search stays */
  albumOfSearch: call({ input: search.extend({ title: name.optional() }), output: Album, failures: ['search.not-found', 'search.too-many'] }),
  searchesChanged: push(z.object({})),
} as const
