import type { SearchId } from '../../../src-shared/kernel/ids.ts'
import { SavedQuery, type SavedSearch } from '../../../src-shared/library/saved-searches.ts'
import type { Queries } from '../../platform/database/index.ts'
import { readStored } from '../stored-json.ts'

export type StoredSearch = Omit<SavedSearch, 'count'>
const DAY_MILLISECONDS = 86_400_000

/** Named questions. Removed ones stay for a day, so that removing can be undone. */
export const savedSearchRepository = (db: Queries) => {
  const present = () => db.selectFrom('saved_searches').selectAll().where('removed_at', 'is', null)
  const read = (row: { id: SearchId; name: string; query_json: string; created_at: number }): StoredSearch => ({
    id: row.id,
    name: row.name,
    query: readStored(SavedQuery, row.query_json, `the search ${row.name}`),
    createdAt: row.created_at,
  })
  return {
    list: async (): Promise<StoredSearch[]> => (await present().orderBy('created_at').orderBy('id').execute()).map(read),
    async find(searchId: SearchId): Promise<StoredSearch | undefined> {
      const row = await present().where('id', '=', searchId).executeTakeFirst()
      return row && read(row)
    },
    insert: (id: SearchId, name: string, query: SavedQuery, now: number) =>
      db
        .insertInto('saved_searches')
        .values({ id, name, query_json: JSON.stringify(query), created_at: now, removed_at: null })
        .execute(),
    change: (searchId: SearchId, { name, query }: { readonly name?: string | undefined; readonly query?: SavedQuery | undefined }) =>
      db
        .updateTable('saved_searches')
        .set({ ...(name !== undefined && { name }), ...(query !== undefined && { query_json: JSON.stringify(query) }) })
        .where('id', '=', searchId)
        .execute(),
    /** `removedAt` null: it is there again. Answers whether it was known. */
    async setRemoved(searchId: SearchId, removedAt: number | null): Promise<boolean> {
      const { numUpdatedRows } = await db.updateTable('saved_searches').set({ removed_at: removedAt }).where('id', '=', searchId).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    forgetRemoved: (now: number) =>
      db
        .deleteFrom('saved_searches')
        .where('removed_at', '<', now - DAY_MILLISECONDS)
        .execute(),
  }
}
