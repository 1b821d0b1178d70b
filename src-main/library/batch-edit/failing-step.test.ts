import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { createHistoryService } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { editingOf } from './fixture.editing.ts'
import { putManySongs } from './fixture.many-songs.ts'

const SONGS = 3_000
let folder = ''
let database: Database
/** the disk is full for transactions from this one on, so many of them */
let full: { from: number; times: number }
let count: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-failing-step-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  await putManySongs(database, SONGS)
  full = { from: Number.POSITIVE_INFINITY, times: 0 }
  count = 0
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const onSmallDisk = (): Database => {
  const transaction: Database['transaction'] = async (work) => {
    count += 1
    const isFull = count >= full.from && count < full.from + full.times
    return database.transaction(async (tx) => {
      const done = await work(tx)
      if (isFull) throw new FailureError(failure('disk.full', 'The disk is full.'))
      return done
    })
  }
  return { ...database, transaction, bulk: { isBeside: false, transaction, flush: async () => {} } }
}
const inTrash = async (): Promise<number> => (await database.query.selectFrom('tracks').select('id').where('trashed_at', 'is not', null).execute()).length
const begin = async () => {
  const small = onSmallDisk()
  const history = createHistoryService({ database: small, events: createEvents(() => {}), now: Date.now, owner: 'this' })
  const edit = editingOf(small, history)
  const opened = await edit.openSelection({ except: [], query: {} })
  if (!opened.ok) throw new Error(opened.error.message)
  return { history, trash: () => edit.moveSelection({ selectionId: opened.value.selectionId, to: 'trash' }) }
}
/** transactions before the first song is written: the step, six parts of notes, its size */
const PREPARED = 1 + SONGS / 500 + 1

test('a disk that is full in the middle of a large step: it goes back whole, says so, and is done when there is room', async () => {
  const { history, trash } = await begin()
  full = { from: PREPARED + 3, times: 1 }
  await expect(trash()).rejects.toMatchObject({ failure: { code: 'disk.full' } })
  expect(await inTrash()).toBe(0)
  expect(await database.query.selectFrom('library_steps').selectAll().execute()).toEqual([])
  expect(await trash()).toMatchObject({ ok: true, value: { changed: SONGS } })
  expect(await inTrash()).toBe(SONGS)

  // the same on the way back
  full = { from: count + 2, times: 1 }
  await expect(history.undo()).rejects.toMatchObject({ failure: { code: 'disk.full' } })
  expect(await inTrash()).toBe(SONGS)
  expect(await history.undo()).toMatchObject({ ok: true })
  expect(await inTrash()).toBe(0)
})

test('too full even to go back: nothing is forgotten, and the next thing done puts it right first', async () => {
  const { history, trash } = await begin()
  full = { from: PREPARED + 3, times: 2 }
  await expect(trash()).rejects.toMatchObject({ failure: { code: 'disk.full' } })
  expect(await inTrash()).toBeGreaterThan(0)
  expect(await history.undo()).toMatchObject({ ok: false, error: { code: 'history.nothing-to-undo' } })
  expect(await inTrash()).toBe(0)
  expect(await trash()).toMatchObject({ ok: true, value: { changed: SONGS } })
  expect(await history.undo()).toMatchObject({ ok: true })
  expect(await inTrash()).toBe(0)
})
