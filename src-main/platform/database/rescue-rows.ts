import Sqlite from 'better-sqlite3'

/** In the order of what refers to what, so that a song is there before its takes. Jobs and processes are not worth the risk. */
const TABLES = [
  'audio_files',
  'scores',
  'tracks',
  'takes',
  'stem_sets',
  'stems',
  'projects',
  'history',
  'albums',
  'album_tracks',
  'saved_searches',
  'library_steps',
  'library_changes',
  'comments',
  'settings',
] as const

export type Rescue = {
  /** rows that the damaged file had and the restored one had not, or had older */
  readonly rows: number
  /** songs among them that were missing */
  readonly songs: number
}

type Row = Record<string, unknown>

/** Every row that can be read, from the front until the first broken page, then from the back. */
const readableRows = (damaged: Sqlite.Database, table: string): Row[] => {
  const columns = damaged.pragma(`table_info(${table})`) as { name: string; pk: number }[]
  const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const found = new Map<string, Row>()
  for (const direction of ['ASC', 'DESC'])
    try {
      const order = keys.map((key) => `${key} ${direction}`).join(', ')
      for (const row of damaged.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).iterate() as Iterable<Row>)
        found.set(JSON.stringify(keys.map((key) => row[key])), row)
    } catch (cause) {
      if (!(cause instanceof Sqlite.SqliteError)) throw cause
    }
  return [...found.values()]
}

/** A row that the restored library does not accept (half of it is garbage) is left behind. */
const takeOver = (fresh: Sqlite.Database, table: string, rows: readonly Row[]): number => {
  const [first] = rows
  if (!first) return 0
  const columns = Object.keys(first)
  const insert = fresh.prepare(`INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`)
  let taken = 0
  for (const row of rows)
    try {
      taken += insert.run(row).changes
    } catch (cause) {
      if (!(cause instanceof Sqlite.SqliteError)) throw cause
    }
  return taken
}

/** Rows whose counterpart was on a broken page cannot be kept. Removing one may orphan another, hence the rounds. */
const removeOrphans = (fresh: Sqlite.Database): void => {
  for (let round = 0; round < TABLES.length; round++) {
    const orphans = fresh.pragma('foreign_key_check') as { table: string; rowid: number | null }[]
    if (orphans.length === 0) return
    for (const { table, rowid } of orphans) {
      if (rowid !== null) fresh.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid)
      else if (table === 'album_tracks')
        fresh.exec('DELETE FROM album_tracks WHERE track_id NOT IN (SELECT id FROM tracks) OR album_id NOT IN (SELECT id FROM albums)')
      else if (table === 'projects') fresh.exec('DELETE FROM projects WHERE track_id NOT IN (SELECT id FROM tracks)')
      else if (table === 'library_changes') fresh.exec('DELETE FROM library_changes WHERE step NOT IN (SELECT id FROM library_steps)')
      else if (table === 'history') fresh.exec('DELETE FROM history WHERE track_id NOT IN (SELECT track_id FROM projects)')
    }
  }
}

const count = (sqlite: Sqlite.Database, table: string): number => Number(sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get())

/**
 * Copies what can still be read out of a damaged library into a restored one of the same schema; all or nothing, and nothing when the
 * result would not be sound. The damaged file is not changed.
 */
export const rescueRows = (fresh: Sqlite.Database, damagedPath: string): Rescue => {
  let damaged: Sqlite.Database | undefined
  const nothing: Rescue = { rows: 0, songs: 0 }
  try {
    damaged = new Sqlite(damagedPath, { fileMustExist: true, readonly: true })
    const source = damaged
    const version = (sqlite: Sqlite.Database) => Number(sqlite.pragma('user_version', { simple: true }))
    if (version(source) !== version(fresh)) return nothing
    fresh.pragma('foreign_keys = off')
    return fresh
      .transaction(() => {
        const songsBefore = count(fresh, 'tracks')
        let rows = 0
        for (const table of TABLES) rows += takeOver(fresh, table, readableRows(source, table))
        removeOrphans(fresh)
        fresh.exec("INSERT INTO track_search (track_search) VALUES ('rebuild'); INSERT INTO comment_search (comment_search) VALUES ('rebuild')")
        const isSound = fresh.pragma('integrity_check', { simple: true }) === 'ok' && (fresh.pragma('foreign_key_check') as unknown[]).length === 0
        if (!isSound) throw new Sqlite.SqliteError('what was rescued does not fit together', 'SQLITE_CORRUPT')
        return { rows, songs: Math.max(0, count(fresh, 'tracks') - songsBefore) }
      })
      .immediate()
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError) return nothing
    throw cause
  } finally {
    damaged?.close()
    fresh.pragma('foreign_keys = on')
  }
}
