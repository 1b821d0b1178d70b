import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createHistoryService, songsOfAlbum } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { createIdSource } from '../../platform/ids.ts'
import { watchBlocks } from '../../platform/threads/blocks-for-tests.ts'
import { putManySongs } from '../batch-edit/fixture.many-songs.ts'
import { libraryChanges } from '../library-changes.ts'
import { createKeptSelections } from '../selections/kept-selections.ts'
import { albumsFromTagsHandlers } from './albums-from-tags-handlers.ts'

let folder = ''
let database: Database
let history: ReturnType<typeof createHistoryService>
let changes: ReturnType<typeof libraryChanges>
let tags: ReturnType<typeof albumsFromTagsHandlers>
const selections = createKeptSelections()

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-albums-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents((cause) => {
    throw cause
  })
  const ids = createIdSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), Date.now)
  history = createHistoryService({ database, events, now: Date.now, owner: 'me' })
  changes = libraryChanges({ database, events, ids, now: Date.now, actor: 'person' })
  tags = albumsFromTagsHandlers({ database, reading: database.query, history, selections, ids, now: Date.now })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

type Tags = { album?: string; album_artist?: string; artist?: string; disc_number?: number; track_number?: number; path?: string; trashed_at?: number }
/** songs with these tags, named by their place from 0 */
const put = async (...songs: Tags[]): Promise<TrackId[]> => {
  const trackIds = await putManySongs(database, songs.length)
  for (const [index, { path, ...columns }] of songs.entries()) {
    const trackId = trackIds[index] as TrackId
    if (Object.keys(columns).length > 0) await database.query.updateTable('tracks').set(columns).where('id', '=', trackId).execute()
    if (path) await database.query.insertInto('track_files').values({ track_id: trackId, path }).execute()
  }
  return trackIds
}
const make = async (selectionId?: string, withSingles = false) => {
  const reply = await tags.makeAlbumsFromTags({ selectionId, withSingles })
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value
}
/** every album's title with the places of its songs */
const shelf = async (trackIds: readonly TrackId[]) => {
  const albums = await database.query.selectFrom('albums').select(['id', 'title']).orderBy('title').execute()
  const rows: [string, number[]][] = []
  for (const { id, title } of albums) rows.push([title, (await songsOfAlbum(database.query, id)).map((one) => trackIds.indexOf(one as TrackId))])
  return rows
}

test('one album for each tag and album artist, by disc and number; twice changes nothing, and one undo takes all of it back', async () => {
  const rain = { album: 'Rain', album_artist: 'The Windows' }
  const ids = await put(
    { ...rain, disc_number: 2, track_number: 1 },
    { ...rain, disc_number: 1, track_number: 10 },
    { ...rain, album: ' rain', disc_number: 1, track_number: 2 },
    { album: 'Rain', album_artist: 'Others', track_number: 1 },
    { album: 'Rain', album_artist: 'Others' },
    { album: 'Alone', album_artist: 'Nobody' },
    { artist: 'no album' },
    { ...rain, track_number: 3, trashed_at: 5 },
  )
  const planned = await tags.planAlbumsFromTags({ withSingles: false })
  expect(planned.ok && planned.value.albums.map(({ title, by, songs, added }) => [title, by, songs, added])).toEqual([
    ['Rain', 'The Windows', 3, 3],
    ['Rain (Others)', 'Others', 2, 2],
  ])
  expect(await shelf(ids)).toEqual([])
  const { counts } = await make()
  expect(counts).toEqual({ made: 2, joined: 0, songs: 5, complete: 0, singles: 1 })
  const made = [
    ['Rain', [2, 1, 0]],
    ['Rain (Others)', [3, 4]],
  ]
  expect(await shelf(ids)).toEqual(made)
  const again = await make()
  expect(again).toEqual({ counts: { made: 0, joined: 0, songs: 0, complete: 2, singles: 1 } })
  expect(await shelf(ids)).toEqual(made)
  await history.undo()
  expect(await shelf(ids)).toEqual([])
  await history.redo()
  expect(await shelf(ids)).toEqual(made)
  expect((await make(undefined, true)).counts).toMatchObject({ made: 1, complete: 2, singles: 0 })
})

test('without an album artist a folder is an album, its discs’ folders are one, and songs without numbers stand by their files’ names', async () => {
  const ids = await put(
    { album: 'Hits', path: '/m/a/10 z.flac' },
    { album: 'Hits', path: '/m/a/9 y.flac' },
    { album: 'Hits', path: '/m/b/CD2/1.flac', artist: 'X' },
    { album: 'Hits', path: '/m/b/CD 1/1.flac', artist: 'Y' },
  )
  await make()
  expect(await shelf(ids)).toEqual([
    ['Hits', [1, 0]],
    ['Hits (b)', [3, 2]],
  ])
})

test('whose an album is: its album artist, else the artist of all its songs, else the folder', async () => {
  await put(
    { album: 'A', album_artist: 'The Windows', artist: 'Guest', path: '/m/files/1.flac' },
    { album: 'A', album_artist: 'The Windows', artist: 'Guest', path: '/m/files/2.flac' },
    { album: 'B', artist: 'Ann', path: '/m/files/3.flac' },
    { album: 'B', artist: 'ann', path: '/m/files/4.flac' },
    { album: 'C', artist: 'Ann', path: '/m/files/5.flac' },
    { album: 'C', artist: 'Bob', path: '/m/files/6.flac' },
    { album: 'D', artist: 'Ann', path: '/m/files/7.flac' },
    { album: 'D', path: '/m/files/8.flac' },
    { album: 'E' },
    { album: 'E' },
  )
  const planned = await tags.planAlbumsFromTags({ withSingles: false })
  expect(planned.ok && planned.value.albums.map(({ title, by }) => [title, by])).toEqual([
    ['A', 'The Windows'],
    ['B', 'Ann'],
    ['C', 'files'],
    ['D', 'files'],
    ['E', undefined],
  ])
})

test('an album of the same name made by hand is joined, its order kept; one renamed since is still known; other artists’ stay apart', async () => {
  const rain = { album: 'Rain', album_artist: 'The Windows' }
  const ids = await put(
    { ...rain, track_number: 1 },
    { ...rain, track_number: 2 },
    { ...rain, track_number: 3 },
    { album: 'Rain', album_artist: 'Others' },
    { album: 'Rain', album_artist: 'Others' },
    {},
  )
  const own = await changes.createAlbum('RAIN', [ids[5] as TrackId, ids[2] as TrackId])
  expect((await make()).counts).toMatchObject({ made: 1, joined: 1, songs: 4 })
  expect(await shelf(ids)).toEqual([
    ['RAIN', [5, 2, 0, 1]],
    ['Rain (Others)', [3, 4]],
  ])
  await changes.renameAlbum(own.id, 'Something else')
  await changes.removeFromAlbum(own.id, [ids[1] as TrackId])
  expect((await make()).counts).toMatchObject({ made: 0, joined: 1, songs: 1 })
  await history.undo()
  expect((await shelf(ids))[1]).toEqual(['Something else', [5, 2, 0]])
})

test('a song that comes later goes to its place in an album that stands in the order of its tags', async () => {
  const rain = { album: 'Rain', album_artist: 'The Windows' }
  const ids = await put({ ...rain, track_number: 1 }, { ...rain, track_number: 2 }, { ...rain, track_number: 3 })
  const selectionId = selections.keep([ids[0] as TrackId, ids[2] as TrackId])
  expect((await make(selectionId)).counts).toMatchObject({ made: 1, songs: 2 })
  expect((await make(selections.keep([ids[1] as TrackId]))).counts).toMatchObject({ joined: 1, songs: 1 })
  expect(await shelf(ids)).toEqual([['Rain', [0, 1, 2]]])
  expect(await tags.planAlbumsFromTags({ selectionId: 'nonsense', withSingles: false })).toMatchObject({ error: { code: 'edit.selection-forgotten' } })
})

test('twenty thousand songs become two thousand albums, main is not held for long', async () => {
  const ids = await putManySongs(database, 20_000)
  await database.query
    .updateTable('tracks')
    .set((eb) => ({ album: eb.fn<string>('printf', [eb.val('Album %d'), eb('row', '%', 2_000)]), album_artist: 'One', track_number: eb.ref('row') }))
    .execute()
  const blocks = watchBlocks()
  const { counts } = await make()
  expect(counts).toMatchObject({ made: 2_000, songs: 20_000 })
  expect(blocks.stop().processor).toBeLessThan(80)
  const [first] = await database.query.selectFrom('albums').select('id').where('title', '=', 'Album 1').execute()
  expect(await songsOfAlbum(database.query, first?.id as AlbumId)).toEqual(ids.filter((_, index) => (index + 1) % 2_000 === 1))
})
