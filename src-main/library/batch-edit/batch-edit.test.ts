import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { EditOperation } from '../../../src-shared/library/batch-edit.ts'
import { createHistoryService } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents, type Events } from '../../platform/events.ts'
import { editingOf } from './fixture.editing.ts'
import { putManySongs } from './fixture.many-songs.ts'

let folder = ''
let database: Database
let events: Events
let edit: ReturnType<typeof editingOf>
let history: ReturnType<typeof createHistoryService>
let songs: TrackId[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-edit-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  events = createEvents((cause) => {
    throw cause
  })
  history = createHistoryService({ database, events, now: Date.now, owner: 'me' })
  edit = editingOf(database, history)
  songs = await putManySongs(database, 6)
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
const choose = async (trackIds: readonly TrackId[] = songs) => (await must(edit.openSelection({ except: [], trackIds: [...trackIds] }))).selectionId
const preview = (selectionId: string, operations: readonly EditOperation[], show: 'all' | 'changed' | 'problems' = 'changed') =>
  must(edit.previewEdit({ selectionId, operations: [...operations], show, offset: 0, limit: 100 }))
const titles = async () => (await database.query.selectFrom('tracks').select('title').orderBy('row').execute()).map(({ title }) => title)
const op = (operation: Parameters<typeof EditOperation.parse>[0]) => EditOperation.parse(operation)

test('the preview says old and new for each song, counts what stays, what cannot be and what comes out double', async () => {
  const selectionId = await choose()
  const shout = await preview(selectionId, [
    op({ kind: 'case', to: 'upper' }),
    op({ kind: 'number', first: 1, digits: 2, place: 'before' }),
    op({ kind: 'rating', rating: 4 }),
  ])
  expect(shout.counts).toEqual({ total: 6, changed: 6, unchanged: 0, problems: 0, warnings: 0 })
  expect(shout.rows[5]).toEqual({
    trackId: songs[5],
    title: 'Song 6',
    diffs: [
      { field: 'title', before: 'Song 6', after: '06 SONG 6' },
      { field: 'rating', before: '', after: '★★★★' },
    ],
  })
  const same = await preview(selectionId, [op({ kind: 'title', title: 'Suite' })])
  expect(same.counts.warnings).toBe(6)
  expect(same.rows[0]?.warning).toBe('Another of these songs ends with the same title.')
  const some = [op({ kind: 'replace', find: '^Song [12]$', replaceWith: '', isPattern: true })]
  expect((await preview(selectionId, some)).counts).toEqual({ total: 6, changed: 0, unchanged: 4, problems: 2, warnings: 0 })
  expect((await preview(selectionId, some, 'problems')).rows.map(({ problem }) => problem)).toEqual(['The title would be empty.', 'The title would be empty.'])
  expect(await titles()).toEqual(['Song 1', 'Song 2', 'Song 3', 'Song 4', 'Song 5', 'Song 6'])
})

test('what is typed is text unless it is a pattern; a pattern that never ends is refused', async () => {
  const selectionId = await choose()
  const plain = await preview(selectionId, [op({ kind: 'replace', find: 'song 1', replaceWith: '$& (a-b) [c]' })])
  expect(plain.rows.map(({ diffs }) => diffs[0]?.after)).toEqual(['$& (a-b) [c]'])
  const bad = await edit.previewEdit({
    selectionId,
    operations: [op({ kind: 'replace', find: '(', replaceWith: '', isPattern: true })],
    show: 'all',
    offset: 0,
    limit: 1,
  })
  expect(bad).toMatchObject({ ok: false, error: { code: 'edit.bad-pattern' } })
  await database.query
    .updateTable('tracks')
    .set({ title: 'a'.repeat(290) })
    .execute()
  const slow = await edit.previewEdit({
    selectionId,
    operations: [op({ kind: 'replace', find: '^(a+)+$b', replaceWith: '', isPattern: true })],
    show: 'all',
    offset: 0,
    limit: 1,
  })
  expect(slow).toMatchObject({ ok: false, error: { code: 'edit.bad-pattern', message: expect.stringContaining('too long') } })
})

test('all of it is one step with one undo; songs with a problem stay; what is found in a search is chosen in main', async () => {
  const { selectionId, count } = await must(edit.openSelection({ except: [], query: { text: 'song', sort: 'createdAt', descending: false } }))
  expect(count).toBe(6)
  const operations = [
    op({ kind: 'replace', find: '^Song 1$', replaceWith: '', isPattern: true }),
    op({ kind: 'case', to: 'lower' }),
    op({ kind: 'artist', artist: 'Trio' }),
    op({ kind: 'tags', add: ['set'] }),
    op({ kind: 'favourite', isFavourite: true }),
  ]
  expect(await must(edit.applyEdit({ selectionId, operations }))).toMatchObject({ changed: 5, stepId: expect.any(Number) })
  expect(await titles()).toEqual(['Song 1', 'song 2', 'song 3', 'song 4', 'song 5', 'song 6'])
  expect(await database.query.selectFrom('track_tags').selectAll().execute()).toHaveLength(5)
  expect(await must(edit.applyEdit({ selectionId, operations }))).toEqual({ changed: 0 })
  expect(await must(history.undo())).toMatchObject({ message: 'Undone: Edit 5 songs: title, artist, tags, favourite.' })
  expect(await titles()).toEqual(['Song 1', 'Song 2', 'Song 3', 'Song 4', 'Song 5', 'Song 6'])
  expect(await database.query.selectFrom('track_tags').selectAll().execute()).toHaveLength(0)
  expect(await database.query.selectFrom('tracks').select('id').where('artist', 'is not', null).execute()).toEqual([])
})

test('an edit that is stopped leaves nothing behind', async () => {
  events.on('history.progressed', ({ stepId }) => history.stop(stepId))
  const parts = Array.from(
    { length: 3 },
    () => async (notes: { same: (ids: TrackId[], patch: { rating: number }) => Promise<number> }) => notes.same(songs, { rating: 3 }),
  )
  await expect(history.perform({ actor: 'person', fields: ['rating'] }, () => 'Rate', parts)).rejects.toMatchObject({ failure: { code: 'history.stopped' } })
  expect(await database.query.selectFrom('library_steps').selectAll().execute()).toEqual([])
  expect(await database.query.selectFrom('tracks').select('id').where('rating', '>', 0).execute()).toEqual([])
})
