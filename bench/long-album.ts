import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistoryService } from '../src-main/history/index.ts'
import { createKeptSelections, createLibraryQuestions, libraryHandlers, selectionHandlers } from '../src-main/library/index.ts'
import { createReadingThread, openDatabase } from '../src-main/platform/database/index.ts'
import { createEvents } from '../src-main/platform/events.ts'
import { createAudioStore } from '../src-main/platform/files/index.ts'
import { createIdSource } from '../src-main/platform/ids.ts'
import type { AlbumId, TrackId } from '../src-shared/kernel/ids.ts'
import { fillLibrary } from './library/fill-library.ts'

/** Songs of a very long album put in, moved, put in another order and taken off: what main computes at a stretch. `--library=PATH` or `--tracks=N`. */
const told = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3)
const folder = mkdtempSync(join(tmpdir(), 'segno-bench-album-'))
const path = join(folder, 'studio.sqlite')
const open = () => openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now, writesInThread: true })
const given = told('library')
if (given) copyFileSync(given, path)
else {
  await (await open()).close()
  fillLibrary(path, Number(told('tracks') ?? 100_000), Date.now())
}
const database = await open()
const events = createEvents((cause) => {
  throw cause
})
const ids = createIdSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now)
const audio = createAudioStore(join(folder, 'audio'), Date.now)
const history = createHistoryService({ database, events, now: Date.now, owner: 'bench' })
const reading = createReadingThread(path)
const library = libraryHandlers({ database, audio, events, ids, now: Date.now, reading: reading.query })
const questions = createLibraryQuestions(database.query, Date.now)
const chosen = selectionHandlers({ questions, selections: createKeptSelections(), history, ids, now: Date.now, database, audio, events })

const measured = async <T>(name: string, deed: () => Promise<T>): Promise<T> => {
  let computed = 0
  let last = process.threadCpuUsage()
  const look = () => {
    const { user, system } = process.threadCpuUsage(last)
    computed = Math.max(computed, (user + system) / 1000)
    last = process.threadCpuUsage()
  }
  const probe = setInterval(look, 1)
  const at = performance.now()
  const done = await deed()
  look()
  clearInterval(probe)
  console.log(`${name.padEnd(44)} ${(performance.now() - at).toFixed(0).padStart(6)} ms, main computes ${computed.toFixed(0).padStart(5)} ms at a stretch`)
  return done
}
const must = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string } }>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const query = { sort: 'createdAt', descending: true }
const all = await must(chosen.openSelection({ query, except: [] }))
const { albumId } = await measured(`an album of ${all.count.toLocaleString('en')} songs`, () =>
  must(chosen.makeAlbumOfSelection({ selectionId: all.selectionId, title: 'All' })),
)
await measured('undo it', () => must(history.undo()))
await measured('redo it', () => must(history.redo()))
const songs = (
  await database.query
    .selectFrom('album_tracks')
    .select('track_id')
    .where('album_id', '=', albumId as AlbumId)
    .orderBy('position')
    .execute()
).map(({ track_id }) => track_id as TrackId)
const [first, middle] = [songs[0], songs[songs.length >> 1]] as [TrackId, TrackId]
await measured('move one song', () => must(library.moveInAlbum({ albumId, trackId: first, beforeId: middle })))
await measured('take one song off', () => must(library.removeFromAlbum({ albumId, trackIds: [middle] })))
await measured('undo it', () => must(history.undo()))
await measured('put ten songs in', async () => {
  await must(library.removeFromAlbum({ albumId, trackIds: songs.slice(100, 110) }))
  await must(library.addToAlbum({ albumId, trackIds: songs.slice(100, 110) }))
})
await measured('another order for all', () => must(library.reorderAlbum({ albumId, trackIds: songs.toReversed() })))
await measured('undo it', () => must(history.undo()))
const many = await must(chosen.openSelection({ query: { ...query, albumId }, except: songs.slice(0, 5) }))
await measured('take all but five off', () => must(chosen.takeSelectionOff({ selectionId: many.selectionId, albumId })))
await measured('undo it', () => must(history.undo()))
await measured('delete the album', () => must(library.deleteAlbum({ albumId })))
await measured('undo it', () => must(history.undo()))
await reading.close()
await database.close()
rmSync(folder, { recursive: true, force: true })
