import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlbumId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Result } from '../../src-shared/kernel/result.ts'
import { createHistoryHandlers, createHistoryService } from '../history/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createAudioStore } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { putManySongs } from './batch-edit/fixture.many-songs.ts'
import { type LibraryHandlers, libraryHandlers } from './index.ts'

let folder = ''
let database: Database
let library: LibraryHandlers
let past: ReturnType<typeof createHistoryHandlers>
let songs: TrackId[]
let heard: string[]
let clock = Date.UTC(2026, 0, 1)
const now = () => ++clock

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-one-history-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now })
  const events = createEvents((cause) => {
    throw cause
  })
  heard = []
  events.on('library.searchesChanged', () => heard.push('searches'))
  library = libraryHandlers({ database, audio: createAudioStore(join(folder, 'audio'), Date.now), events, ids: createIdSource(randomBytes, now), now })
  past = createHistoryHandlers(database, createHistoryService({ database, events, now, owner: 'me' }))
  songs = await putManySongs(database, 4)
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
  const result = await answer
  if (!result.ok) throw new Error(`expected success, got ${result.error.code}: ${result.error.message}`)
  return result.value
}
const labels = async (trackId?: TrackId) => {
  const { lines } = await must(past.list({ scope: trackId ? 'song' : 'library', trackId, limit: 100 }))
  return lines.map(({ label, kind, isUndone }) => `${kind}: ${isUndone ? `(${label})` : label}`)
}
const stepOf = async (label: string): Promise<number> => {
  const { lines } = await must(past.list({ scope: 'library', limit: 500 }))
  const place = lines.find((line) => line.label === label)?.place
  if (place?.kind !== 'library') throw new Error(`no step ${label}`)
  return place.stepId
}
const stateOf = (trackId: TrackId) =>
  database.query.selectFrom('tracks').select(['title', 'rating', 'tags_json', 'is_favourite']).where('id', '=', trackId).executeTakeFirstOrThrow()
const everySong = () => Promise.all(songs.map(stateOf))

test('a song goes back alone; other songs keep what was done since', async () => {
  const [a, b] = songs as [TrackId, TrackId]
  await must(library.rename({ trackId: a, title: 'Alba' }))
  await must(library.rate({ trackIds: [a], rating: 4 }))
  await must(library.rate({ trackIds: [b], rating: 2 }))
  await must(library.changeTags({ trackIds: [a], add: ['calm'], remove: [] }))
  const walked = await must(past.goTo({ stepId: await stepOf('Rename “Song 1” to “Alba”'), trackId: a }))
  expect(walked.message).toBe('“Alba” is as it was after: Rename “Song 1” to “Alba”.')
  expect([await stateOf(a), (await stateOf(b)).rating]).toMatchObject([{ title: 'Alba', rating: 0, tags_json: '[]' }, 2])
  expect(await labels(a)).toEqual(['song: (Tag “calm” on “Alba”)', 'song: (Rate “Alba” 4 stars)', 'song: Rename “Song 1” to “Alba”'])
  // the oldest undone one comes first
  expect((await must(past.redo({}))).message).toBe('Redone: Rate “Alba” 4 stars.')
  await must(past.goTo({ stepId: await stepOf('Tag “calm” on “Alba”'), trackId: a }))
  expect(await stateOf(a)).toMatchObject({ rating: 4, tags_json: '["calm"]' })
  await must(past.goTo({ stepId: 0, trackId: a }))
  expect(await stateOf(a)).toMatchObject({ title: 'Song 1', rating: 0 })
  expect((await stateOf(b)).rating).toBe(2)
})

test('a step over several songs goes back whole and says so', async () => {
  const [a, b] = songs as [TrackId, TrackId]
  await must(library.rename({ trackId: a, title: 'Alba' }))
  await must(library.rate({ trackIds: songs, rating: 4 }))
  await must(library.rate({ trackIds: [b], rating: 2 }))
  const place = { stepId: await stepOf('Rename “Song 1” to “Alba”'), trackId: a }
  expect(await must(past.goTo({ ...place, isTrial: true }))).toMatchObject({ steps: 2, otherSongs: 3 })
  expect((await everySong()).map(({ rating }) => rating)).toEqual([4, 2, 4, 4])
  const { message, steps } = await must(past.goTo(place))
  expect([steps, message]).toEqual([2, '“Alba” is as it was after: Rename “Song 1” to “Alba”. 3 other songs changed with it.'])
  expect((await everySong()).map(({ rating }) => rating)).toEqual([0, 0, 0, 0])
})

test('what puts a song into an album or takes it off stands in its own list, and goes back with it', async () => {
  const [a, b, c] = songs as [TrackId, TrackId, TrackId]
  const inAlbum = async (albumId: AlbumId) => {
    const rows = await database.query.selectFrom('album_tracks').select('track_id').where('album_id', '=', albumId).orderBy('position').execute()
    return rows.map(({ track_id }) => track_id)
  }
  const album = await must(library.createAlbum({ title: 'Suite', trackIds: [b] }))
  await must(library.addToAlbum({ albumId: album.id, trackIds: [a] }))
  await must(library.reorderAlbum({ albumId: album.id, trackIds: [a, b] }))
  await must(library.rate({ trackIds: [a], rating: 3 }))
  await must(library.removeFromAlbum({ albumId: album.id, trackIds: [a] }))
  await must(library.renameAlbum({ albumId: album.id, title: 'Partita' }))
  await must(library.addToAlbum({ albumId: album.id, trackIds: [c] }))
  expect(await labels(a)).toEqual(['album: Take a song off the album “Suite”', 'song: Rate “Song 1” 3 stars', 'album: Add a song to the album “Suite”'])
  expect(await labels(c)).toEqual(['album: Add a song to the album “Partita”'])

  // what came later on the album goes back, too, and is told
  const place = { stepId: await stepOf('Rate “Song 1” 3 stars'), trackId: a }
  expect(await must(past.goTo({ ...place, isTrial: true }))).toMatchObject({ steps: 3, otherSongs: 1 })
  expect((await must(past.goTo(place))).message).toMatch(/One other song changed with it\.$/)
  expect(await inAlbum(album.id)).toEqual([a, b])
  await must(past.goTo({ stepId: await stepOf('Add a song to the album “Partita”'), trackId: c }))
  expect(await inAlbum(album.id)).toEqual([b, c])
  await must(past.goTo({ stepId: 0, trackId: a }))
  expect([await inAlbum(album.id), (await stateOf(a)).rating]).toEqual([[b], 0])

  await must(library.deleteAlbum({ albumId: album.id }))
  expect((await labels(b))[0]).toBe('album: Delete the album “Suite”')
})

test('a song taken off an album comes back to its place, whatever was done since', async () => {
  const album = await must(library.createAlbum({ title: 'Suite', trackIds: songs }))
  const order = async () =>
    (await must(library.list({ text: '', view: 'all', albumId: album.id, sort: 'albumOrder', descending: false, limit: 9 }))).tracks.map(({ id }) => id)
  const { stepId, trackCount } = await must(library.removeFromAlbum({ albumId: album.id, trackIds: [songs[1] as TrackId] }))
  expect([trackCount, (await order()).length]).toEqual([3, 3])
  await must(library.rate({ trackIds: [songs[0] as TrackId], rating: 2 }))
  await must(past.takeBack({ stepId: stepId ?? 0 }))
  expect(await order()).toEqual(songs)
  expect((await must(library.removeFromAlbum({ albumId: album.id, trackIds: [] }))).stepId).toBeUndefined()
})

test('whatever songs go back and forth, every place of the history stays what it was', async () => {
  const random = createRandom(7)
  const start = await everySong()
  const snapshots = new Map<number, Awaited<ReturnType<typeof everySong>>>([[0, start]])
  for (let i = 0; i < 40; i++) {
    const some = songs.filter(() => random.chance(0.4))
    const deed = random.pick([
      () => library.rate({ trackIds: some, rating: random.int(0, 6) }),
      () => library.rename({ trackId: random.pick(songs), title: `Name ${i}` }),
      () => library.changeTags({ trackIds: [random.pick(songs)], add: [random.pick(['calm', 'piano', 'night'])], remove: [] }),
      () => library.setFavourite({ trackIds: some, isFavourite: random.chance(0.5) }),
    ])
    await must<unknown>(deed())
    const newest = await database.query.selectFrom('library_steps').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
    snapshots.set(newest?.id ?? 0, await everySong())
  }
  const places = [...snapshots.keys()]
  for (let i = 0; i < 60; i++) {
    const stepId = random.pick(places)
    if (random.chance(0.7)) {
      const at = random.int(0, songs.length)
      await must(past.goTo({ stepId, trackId: songs[at] }))
      expect((await everySong())[at]).toEqual(snapshots.get(stepId)?.[at])
    } else if (random.chance(0.5)) await past.redo({})
    else {
      await must(past.goTo({ stepId }))
      expect(await everySong()).toEqual(snapshots.get(stepId))
    }
  }
  // a new step forgets what is undone; the rest still leads back to the start
  await must(past.goTo({ stepId: places[20] ?? 0, trackId: songs[0] }))
  await must(library.rename({ trackId: songs[1] as TrackId, title: 'Last' }))
  const end = await everySong()
  const newest = await stepOf((await must(past.list({ scope: 'library', limit: 1 }))).lines[0]?.label ?? '')
  await must(past.goTo({ stepId: 0 }))
  expect(await everySong()).toEqual(start)
  await must(past.goTo({ stepId: newest }))
  expect(await everySong()).toEqual(end)
})

test('saved searches are in the one history: made, renamed, changed and deleted, each can be undone', async () => {
  const query = { text: 'song', view: 'all' as const, sort: 'title' as const, descending: false }
  const saved = await must(library.saveSearch({ name: 'Mine', query }))
  await must(library.changeSearch({ searchId: saved.id, name: 'Ours' }))
  const changed = await must(library.changeSearch({ searchId: saved.id, query: { ...query, text: 'Song 1' } }))
  expect([changed.name, changed.count]).toEqual(['Ours', 1])
  expect((await must(library.changeSearch({ searchId: saved.id, name: 'Ours' }))).stepId).toBeUndefined()
  const { stepId } = await must(library.removeSearch({ searchId: saved.id }))
  expect(await must(library.listSearches({}))).toEqual([])
  expect(await labels()).toEqual([
    'search: Delete the smart album “Ours”',
    'search: Change what the smart album “Ours” finds',
    'search: Rename the smart album “Mine” to “Ours”',
    'search: Save the smart album “Mine”',
  ])
  heard.length = 0
  await must(past.takeBack({ stepId: stepId ?? 0 }))
  expect(heard).toEqual(['searches'])
  const { count: _count, ...whole } = saved
  expect(await must(library.listSearches({}))).toMatchObject([{ ...whole, name: 'Ours', query: { text: 'Song 1' } }])
  await must(past.goTo({ stepId: await stepOf('Save the smart album “Mine”') }))
  expect(await must(library.listSearches({}))).toMatchObject([{ ...whole, count: 4 }])
  await must(past.undo({}))
  expect(await must(library.listSearches({}))).toEqual([])
  expect(await library.changeSearch({ searchId: saved.id, name: 'No' })).toMatchObject({ ok: false, error: { code: 'search.not-found' } })
  await must(past.redo({}))
  expect(await must(library.listSearches({}))).toMatchObject([{ id: saved.id, name: 'Mine' }])
  expect(await database.check()).toEqual([])
})
