import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlbumId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createHistoryService, songsOfAlbum } from '../history/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createIdSource } from '../platform/ids.ts'
import { watchBlocks } from '../platform/threads/blocks-for-tests.ts'
import { putManySongs } from './batch-edit/fixture.many-songs.ts'
import { libraryChanges } from './library-changes.ts'

let folder = ''
let database: Database
let history: ReturnType<typeof createHistoryService>
let changes: ReturnType<typeof libraryChanges>
let songs: TrackId[]
let albumId: AlbumId

const open = async (count: number) => {
  songs = await putManySongs(database, count)
  albumId = (await changes.createAlbum('Suite', songs)).id
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-places-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents((cause) => {
    throw cause
  })
  const ids = createIdSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now)
  history = createHistoryService({ database, events, now: Date.now, owner: 'me' })
  changes = libraryChanges({ database, events, ids, now: Date.now, actor: 'person' })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
const order = async () => (await songsOfAlbum(database.query, albumId)).map((id) => songs.indexOf(id as TrackId))
const move = async (song: number, before: number | undefined) => {
  const reply = await changes.moveInAlbum(albumId, songs[song] as TrackId, before === undefined ? undefined : (songs[before] as TrackId))
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value.stepId
}

test('a song goes before another one, to the front and to the end; what changes nothing is no step; each move is undone', async () => {
  await open(5)
  await move(4, 1)
  expect(await order()).toEqual([0, 4, 1, 2, 3])
  await move(2, 0)
  expect(await order()).toEqual([2, 0, 4, 1, 3])
  await move(0, undefined)
  expect(await order()).toEqual([2, 4, 1, 3, 0])
  expect([await move(0, undefined), await move(3, 0), await move(1, 1)]).toEqual([undefined, undefined, undefined])
  await history.undo()
  expect(await order()).toEqual([2, 0, 4, 1, 3])
  await history.undo()
  await history.undo()
  expect(await order()).toEqual([0, 1, 2, 3, 4])
  await history.redo()
  expect(await order()).toEqual([0, 4, 1, 2, 3])
  expect(await changes.moveInAlbum('alb_000000000000' as AlbumId, songs[0] as TrackId, undefined)).toMatchObject({ error: { code: 'album.not-found' } })
})

test('two hundred moves to one place, and albums without room from before, keep their order as an array would', async () => {
  await open(40)
  await sql`UPDATE album_tracks SET position = position / 1024`.execute(database.query)
  const like = songs.map((_, index) => index)
  let steps = 0
  for (let n = 0; n < 200; n++) {
    const song = (n * 7 + 3) % 40
    const before = n % 3 === 0 ? 20 : (n * 11) % 41
    if (song === before) continue
    if ((await move(song, before === 40 ? undefined : before)) !== undefined) steps += 1
    like.splice(like.indexOf(song), 1)
    like.splice(before === 40 ? like.length : like.indexOf(before), 0, song)
  }
  expect(await order()).toEqual(like)
  for (let n = 0; n < steps; n++) await history.undo()
  expect(await order()).toEqual(songs.map((_, index) => index))
})

test('a neighbour that has left since: a move is taken back to the other one', async () => {
  await open(5)
  const step = await move(2, undefined)
  await changes.removeFromAlbum(albumId, [songs[1] as TrackId])
  expect(await history.takeBack(step as number, 'person')).toMatchObject({ ok: true })
  expect(await order()).toEqual([0, 2, 3, 4])
})

test('in an album of 12,000 songs a move writes one row and holds nobody', async () => {
  await open(12_000)
  const count = async () => (await sql<{ n: number }>`SELECT total_changes() AS n`.execute(database.query)).rows[0]?.n ?? 0
  await move(11_999, 3)
  const before = await count()
  const blocks = watchBlocks()
  await move(3, 10_500)
  expect(blocks.stop().processor).toBeLessThan(20)
  // the album’s row, the step and its change
  expect((await count()) - before).toBeLessThan(10)
  expect((await order()).slice(10_499, 10_502)).toEqual([10_499, 3, 10_500])
})

test('songs taken off come back between the songs where they stood, neighbours, the first and the last too, and are taken off again', async () => {
  await open(9)
  await move(6, 1)
  const before = await order()
  const off = [5, 4, 0, 8, 6].map((n) => songs[n] as TrackId)
  await changes.removeFromAlbum(albumId, off)
  const left = before.filter((n) => ![5, 4, 0, 8, 6].includes(n))
  expect(await order()).toEqual(left)
  await history.undo()
  expect(await order()).toEqual(before)
  await history.redo()
  expect(await order()).toEqual(left)
  // all of them, and one that is gone for good meanwhile
  await history.undo()
  await changes.removeFromAlbum(albumId, songs)
  await database.query
    .deleteFrom('tracks')
    .where('id', '=', songs[4] as TrackId)
    .execute()
  await history.undo()
  expect(await order()).toEqual(before.filter((n) => n !== 4))
})
