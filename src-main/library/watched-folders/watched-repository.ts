import { sql } from 'kysely'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Queries, WatchedFileRow, WatchedFolderRow } from '../../platform/database/index.ts'

export type FileFacts = { readonly path: string; readonly bytes: number; readonly changedAt: number; readonly inode: number }
export type KnownFile = Pick<WatchedFileRow, 'path' | 'bytes' | 'changed_at' | 'inode' | 'state' | 'track_id'>

export type RemovedFolder = { readonly folder: WatchedFolderRow; readonly files: readonly WatchedFileRow[] }

/** Rows written by one statement: SQLite takes so many values at once. */
const ROWS = 500

const inBatches = async <T>(all: readonly T[], write: (batch: readonly T[]) => Promise<unknown>): Promise<void> => {
  for (let i = 0; i < all.length; i += ROWS) await write(all.slice(i, i + ROWS))
}

export const watchedRepository = (db: Queries) => ({
  folders: () => db.selectFrom('watched_folders').selectAll().orderBy('path').execute(),
  find: (path: string) => db.selectFrom('watched_folders').selectAll().where('path', '=', path).executeTakeFirst(),
  async counts(): Promise<ReadonlyMap<string, Readonly<Record<WatchedFileRow['state'], number>>>> {
    const rows = await db
      .selectFrom('watched_files')
      .select(['folder', 'state', sql<number>`count(*)`.as('count')])
      .groupBy(['folder', 'state'])
      .execute()
    const counts = new Map<string, Record<WatchedFileRow['state'], number>>()
    for (const { folder, state, count } of rows) {
      const known = counts.get(folder) ?? { waiting: 0, imported: 0, failed: 0, gone: 0 }
      known[state] = count
      counts.set(folder, known)
    }
    return counts
  },
  add: (paths: readonly string[], at: number) =>
    db
      .insertInto('watched_folders')
      .values(paths.map((path) => ({ path, added_at: at, scanned_at: null, device: null, state: 'there' as const })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  /** Forgets a folder; answers all that was known of it, undefined where it is not watched. */
  async remove(path: string): Promise<RemovedFolder | undefined> {
    const folder = await db.selectFrom('watched_folders').selectAll().where('path', '=', path).executeTakeFirst()
    if (!folder) return undefined
    const files = await db.selectFrom('watched_files').selectAll().where('folder', '=', path).execute()
    await db.deleteFrom('watched_folders').where('path', '=', path).execute()
    return { folder, files }
  },
  async putBack({ folder, files }: RemovedFolder): Promise<void> {
    await db
      .insertInto('watched_folders')
      .values(folder)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await inBatches(files, (batch) =>
      db
        .insertInto('watched_files')
        .values([...batch])
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    )
  },
  setMissing: (path: string) => db.updateTable('watched_folders').set({ state: 'missing' }).where('path', '=', path).execute(),
  setScanned: (path: string, device: number, at: number) =>
    db.updateTable('watched_folders').set({ state: 'there', device, scanned_at: at }).where('path', '=', path).execute(),
  /** in the order of their paths, those after `after` */
  page: (folder: string, after: string, limit: number): Promise<KnownFile[]> =>
    db
      .selectFrom('watched_files')
      .select(['path', 'bytes', 'changed_at', 'inode', 'state', 'track_id'])
      .where('folder', '=', folder)
      .where('path', '>', after)
      .orderBy('path')
      .limit(limit)
      .execute(),
  /** new files, and known ones whose bytes changed: both are to be imported */
  putWaiting: (folder: string, files: readonly FileFacts[]) =>
    inBatches(files, (batch) =>
      db
        .insertInto('watched_files')
        .values(
          batch.map(({ path, bytes, changedAt, inode }) => ({
            folder,
            path,
            bytes,
            changed_at: changedAt,
            inode,
            state: 'waiting' as const,
            track_id: null,
            message: null,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['folder', 'path']).doUpdateSet((row) => ({
            bytes: row.ref('excluded.bytes'),
            changed_at: row.ref('excluded.changed_at'),
            inode: row.ref('excluded.inode'),
            state: 'waiting' as const,
            message: null,
          })),
        )
        .execute(),
    ),
  /** the same file under another name: what is known of it goes along */
  async move(folder: string, from: string, to: FileFacts): Promise<void> {
    await db.deleteFrom('watched_files').where('folder', '=', folder).where('path', '=', to.path).execute()
    await db.updateTable('watched_files').set({ path: to.path }).where('folder', '=', folder).where('path', '=', from).execute()
  },
  setGone: (folder: string, paths: readonly string[]) =>
    inBatches(paths, (batch) =>
      db
        .updateTable('watched_files')
        .set({ state: 'gone' })
        .where('folder', '=', folder)
        .where('path', 'in', [...batch])
        .execute(),
    ),
  forget: (folder: string, paths: readonly string[]) =>
    inBatches(paths, (batch) =>
      db
        .deleteFrom('watched_files')
        .where('folder', '=', folder)
        .where('path', 'in', [...batch])
        .execute(),
    ),
  /** came back unchanged: as it was before */
  setBack: (folder: string, paths: readonly string[]) =>
    inBatches(paths, (batch) =>
      db
        .updateTable('watched_files')
        .set({ state: sql`CASE WHEN track_id IS NULL THEN 'waiting' ELSE 'imported' END` })
        .where('folder', '=', folder)
        .where('path', 'in', [...batch])
        .execute(),
    ),
  countWaiting: async (folders: readonly string[]): Promise<number> => {
    const row = await db
      .selectFrom('watched_files')
      .select(sql<number>`count(*)`.as('count'))
      .where('folder', 'in', [...folders])
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    return row?.count ?? 0
  },
  nextWaiting: (folder: string, after: string) =>
    db
      .selectFrom('watched_files')
      .selectAll()
      .where('folder', '=', folder)
      .where('state', '=', 'waiting')
      .where('path', '>', after)
      .orderBy('path')
      .limit(1)
      .executeTakeFirst(),
  /** only while the file is still the one that was imported */
  settle: (row: Pick<WatchedFileRow, 'folder' | 'path' | 'bytes' | 'changed_at'>, outcome: { readonly trackId: TrackId } | { readonly message: string }) =>
    db
      .updateTable('watched_files')
      .set('trackId' in outcome ? { state: 'imported', track_id: outcome.trackId, message: null } : { state: 'failed', message: outcome.message })
      .where('folder', '=', row.folder)
      .where('path', '=', row.path)
      .where('bytes', '=', row.bytes)
      .where('changed_at', '=', row.changed_at)
      .execute(),
  withState: (folder: string, state: 'failed' | 'gone', limit: number) =>
    db.selectFrom('watched_files').select(['path', 'message']).where('folder', '=', folder).where('state', '=', state).orderBy('path').limit(limit).execute(),
})
