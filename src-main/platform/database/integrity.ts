import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'

/** Files up to this size are read whole at every start (about 100 ms); larger ones when they are checked by hand, bytes. */
const CHECKED_AT_START_BYTES = 24 * 1024 * 1024

/** A quick look at start: the first damage found, or undefined. */
export const findDamage = (sqlite: Sqlite.Database): string | undefined => {
  if (statSync(sqlite.name).size > CHECKED_AT_START_BYTES) {
    sqlite.prepare('SELECT count(*) FROM sqlite_schema').get()
    return undefined
  }
  const found = sqlite.pragma('quick_check(1)', { simple: true })
  return found === 'ok' ? undefined : String(found)
}

/** integrity_check a table at a time, giving way to other work between tables, then foreign keys and the full-text index. */
export const checkEverything = async (sqlite: Sqlite.Database): Promise<readonly string[]> => {
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").pluck().all() as string[]
  const findings: string[] = []
  for (const table of tables) {
    await setImmediate()
    const lines = sqlite.pragma(`integrity_check('${table.replaceAll("'", "''")}')`) as { integrity_check: string }[]
    for (const { integrity_check: line } of lines) if (line !== 'ok') findings.push(line)
  }
  await setImmediate()
  for (const row of sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[])
    findings.push(`${row.table} row ${row.rowid} refers to a missing row of ${row.parent}`)
  return findings
}
