import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { libraryHandlers } from '../../src-main/library/index.ts'
import { openDatabase } from '../../src-main/platform/database/index.ts'
import { createEvents } from '../../src-main/platform/events.ts'
import { createAudioStore } from '../../src-main/platform/files/index.ts'
import { createIdSource } from '../../src-main/platform/ids.ts'
import { fillLibrary } from './fill-library.ts'
import { measureJobs } from './measure-jobs.ts'
import { measureLists } from './measure-lists.ts'
import { measureUpkeep } from './measure-upkeep.ts'
import { row, time } from './samples.ts'

/** The library at scale and the queue's own cost, beside the same question put straight to SQLite. `--tracks=N`, 100000 unless told. */
const trackCount = Number(process.argv.find((word) => word.startsWith('--tracks='))?.slice(9) ?? 100_000)
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-'))
const path = join(folder, 'studio.sqlite')
const open = () => openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })

const benchLibrary = async (): Promise<void> => {
  row('open and create an empty library', await time(1, async () => (await open()).close()))
  const filled = await time(1, () => fillLibrary(path, trackCount, Date.now()))
  console.log(`${trackCount} songs made in ${(filled.median / 1000).toFixed(1)} s, ${(statSync(path).size / 1e6).toFixed(0)} MB`)
  const database = await open()
  const events = createEvents(() => {})
  const ids = createIdSource(randomBytes, Date.now)
  const library = libraryHandlers({ database, audio: createAudioStore(join(folder, 'audio'), Date.now), events, ids, now: Date.now })
  const raw = new Sqlite(path, { readonly: true })
  raw.pragma('cache_size = -16000')
  await measureLists(path, library, raw)
  await measureUpkeep(database, library)
  raw.close()
  await database.close()
}

try {
  await benchLibrary()
  await measureJobs(folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
