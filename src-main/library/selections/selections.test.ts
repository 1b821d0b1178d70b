import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createHistoryService, songsOfAlbum } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { watchBlocks } from '../../platform/threads/blocks-for-tests.ts'
import { editingOf } from '../batch-edit/fixture.editing.ts'
import { putManySongs } from '../batch-edit/fixture.many-songs.ts'
import { packIds, unpackIds } from './packed-ids.ts'

let folder = ''
let database: Database
let history: ReturnType<typeof createHistoryService>
let named: number[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-selections-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents((cause) => {
    throw cause
  })
  named = []
  events.on('library.changed', ({ trackIds }) => named.push(trackIds.length))
  history = createHistoryService({ database, events, now: Date.now, owner: 'me' })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
const must = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: { code: string; message: string } }>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const count = async (where: string) => (await sql<{ n: number }>`SELECT count(*) AS n FROM tracks WHERE ${sql.raw(where)}`.execute(database.query)).rows[0]?.n

test('packed ids come out as they went in, at any place', () => {
  const ids = Array.from({ length: 4_321 }, (_, i) => `trk_${i}` as TrackId)
  const packed = packIds(ids)
  for (const [from, to] of [
    [0, 4_321],
    [0, 1],
    [1_999, 2_001],
    [2_000, 4_000],
    [4_320, 9_999],
    [4_321, 4_400],
  ] as const)
    expect(unpackIds(packed, from, to)).toEqual(ids.slice(from, to))
  expect(packIds([])).toEqual({ count: 0, pieces: [] })
})

test('everything that a list finds but some: moved, edited, put into an album and deleted, each one step, main free between parts', async () => {
  const songs = await putManySongs(database, 12_000)
  const edit = editingOf(database, history)
  await database.query.updateTable('tracks').set({ rating: 5 }).where('id', 'in', songs.slice(0, 10)).execute()
  const except = [songs[0] as TrackId, songs[11_999] as TrackId]
  const choose = () => must(edit.openSelection({ query: { view: 'all', sort: 'title', descending: true }, except }))
  expect((await must(edit.openSelection({ query: { filters: { ratingAtLeast: 5 } }, except: [] }))).count).toBe(10)
  const blocks = watchBlocks()
  const { selectionId, count: chosen } = await choose()
  expect(chosen).toBe(11_998)
  expect(await must(edit.moveSelection({ selectionId, to: 'trash' }))).toMatchObject({ changed: 11_998 })
  expect(await count('trashed_at IS NOT NULL')).toBe(11_998)
  expect(named.at(-1)).toBe(10_000)
  await must(history.undo())
  expect(await count('trashed_at IS NOT NULL')).toBe(0)
  const favourite = await must(edit.applyEdit({ selectionId, operations: [{ kind: 'favourite', isFavourite: true }] }))
  expect([favourite.changed, await count('is_favourite')]).toEqual([11_998, 11_998])
  await database.query
    .insertInto('albums')
    .values({ id: 'alb_000000000001' as AlbumId, title: 'All', created_at: 1 })
    .execute()
  await must(edit.applyEdit({ selectionId, operations: [{ kind: 'album', albumId: 'alb_000000000001' as AlbumId }] }))
  const longest = blocks.stop().processor
  expect(longest).toBeLessThan(120)
  expect(await songsOfAlbum(database.query, 'alb_000000000001')).toHaveLength(11_998)
  await must(history.undo())
  expect(await songsOfAlbum(database.query, 'alb_000000000001')).toHaveLength(0)
  // only what is in the trash is deleted
  await must(edit.moveSelection({ selectionId: (await must(edit.openSelection({ trackIds: songs.slice(5, 305), except: [] }))).selectionId, to: 'trash' }))
  expect(await must(edit.deleteSelection({ selectionId: (await choose()).selectionId }))).toMatchObject({ removed: 0 })
  const trash = await must(edit.openSelection({ query: { view: 'trash' }, except: [songs[5] as TrackId] }))
  expect(await must(edit.deleteSelection({ selectionId: trash.selectionId }))).toMatchObject({ removed: 299 })
  expect(await count('1')).toBe(11_701)
  expect(await edit.moveSelection({ selectionId: 'nonsense', to: 'trash' })).toMatchObject({ error: { code: 'edit.selection-forgotten' } })
})

test('mood and dislike are set on everything but some, each one step', async () => {
  const songs = await putManySongs(database, 1_200)
  const edit = editingOf(database, history)
  const { selectionId } = await must(edit.openSelection({ query: { view: 'all' }, except: [songs[3] as TrackId] }))
  expect(await must(edit.applyEdit({ selectionId, operations: [{ kind: 'mood', mood: 'calm' }] }))).toMatchObject({ changed: 1_199 })
  expect(await must(edit.applyEdit({ selectionId, operations: [{ kind: 'disliked', isDisliked: true }] }))).toMatchObject({ changed: 1_199 })
  expect([await count(`mood = 'calm'`), await count('is_disliked = 1')]).toEqual([1_199, 1_199])
  await must(history.undo())
  expect([await count(`mood = 'calm'`), await count('is_disliked = 1')]).toEqual([1_199, 0])
  await must(history.undo())
  expect(await count(`mood = 'calm'`)).toBe(0)
})

test('an album of everything is one step, in the order of the list, and everything but some is taken off it in one', async () => {
  const songs = await putManySongs(database, 12_000)
  const edit = editingOf(database, history)
  const { selectionId } = await must(edit.openSelection({ query: { view: 'all', sort: 'title', descending: true }, except: [songs[7] as TrackId] }))
  const { albumId } = await must(edit.makeAlbumOfSelection({ selectionId, title: 'All of it' }))
  const whole = await songsOfAlbum(database.query, albumId)
  expect([whole.length, new Set(whole).size, whole.includes(songs[7] as TrackId)]).toEqual([11_999, 11_999, false])
  const titles = await sql<{ title: string }>`SELECT title FROM album_tracks JOIN tracks ON id = track_id ORDER BY position LIMIT 3`.execute(database.query)
  expect(titles.rows.map(({ title }) => title)).toEqual(
    titles.rows
      .map(({ title }) => title)
      .toSorted()
      .toReversed(),
  )
  await must(history.undo())
  expect(await database.query.selectFrom('albums').select('id').execute()).toEqual([])
  await must(history.redo())
  expect(await songsOfAlbum(database.query, albumId)).toEqual(whole)
  const kept = [whole[20], whole[3]] as TrackId[]
  const all = await must(edit.openSelection({ query: { view: 'all', albumId, sort: 'albumOrder' }, except: kept }))
  expect(await must(edit.takeSelectionOff({ selectionId: all.selectionId, albumId }))).toMatchObject({ changed: 11_997 })
  expect(await songsOfAlbum(database.query, albumId)).toEqual([whole[3], whole[20]])
  await must(history.undo())
  expect(await songsOfAlbum(database.query, albumId)).toEqual(whole)
  const nowhere = await edit.takeSelectionOff({ selectionId: all.selectionId, albumId: 'alb_000000000009' as AlbumId })
  expect(nowhere).toMatchObject({ error: { code: 'album.not-found' } })
})
