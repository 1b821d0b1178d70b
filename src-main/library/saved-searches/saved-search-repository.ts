import type { SearchId } from '../../../src-shared/kernel/ids.ts'
import { SavedQuery, type SavedSearch } from '../../../src-shared/library/saved-searches.ts'
import type { Queries, SavedSearchRow } from '../../platform/database/index.ts'
import { readStored } from '../stored-json.ts'

export type StoredSearch = Omit<SavedSearch, 'count'>

const searchOf = ({ id, name, query_json, created_at }: SavedSearchRow): StoredSearch => ({
  id,
  name,
  query: readStored(SavedQuery, query_json, `the search ${name}`),
  createdAt: created_at,
})

/** Named questions, in the order in which they were saved. */
export const savedSearchRepository = (db: Queries) => {
  const row = (searchId: SearchId): Promise<SavedSearchRow | undefined> =>
    db.selectFrom('saved_searches').selectAll().where('id', '=', searchId).executeTakeFirst()
  return {
    row,
    list: async (): Promise<StoredSearch[]> => (await db.selectFrom('saved_searches').selectAll().orderBy('created_at').orderBy('id').execute()).map(searchOf),
    async find(searchId: SearchId): Promise<StoredSearch | undefined> {
      const found = await row(searchId)
      return found && searchOf(found)
    },
  }
}
