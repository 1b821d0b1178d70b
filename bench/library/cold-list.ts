/** A process of its own: opens the library and lists its first page, through the service or in bare SQL. `cold-list.ts ours|raw PATH` */
export {}

const [, , who, path = ''] = process.argv
if (who === 'raw') {
  const { default: Sqlite } = await import('better-sqlite3')
  const sqlite = new Sqlite(path, { readonly: true })
  const rows = sqlite.prepare('SELECT * FROM tracks WHERE trashed_at IS NULL AND is_disliked = 0 ORDER BY created_at DESC, row DESC LIMIT 100').all()
  const total = sqlite.prepare('SELECT count(*) FROM tracks WHERE trashed_at IS NULL AND is_disliked = 0').pluck().get()
  process.stdout.write(`${rows.length} of ${total}`)
} else {
  const { openDatabase } = await import('../../src-main/platform/database/index.ts')
  const { listTracks } = await import('../../src-main/library/track-listing.ts')
  const { TrackQuery } = await import('../../src-shared/library/contract.ts')
  const database = await openDatabase({ path, backupsFolder: `${path}-backups`, now: Date.now })
  const page = await listTracks(database.query, TrackQuery.parse({}), Date.now())
  process.stdout.write(`${page.tracks.length} of ${page.total}`)
  await database.close()
}
