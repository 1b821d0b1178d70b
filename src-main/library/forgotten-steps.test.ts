import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHistoryService, forgetAside, pruneSteps, recoverSteps } from '../history/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { editingOf } from './batch-edit/fixture.editing.ts'
import { putManySongs } from './batch-edit/fixture.many-songs.ts'

let folder = ''
let database: Database
let history: ReturnType<typeof createHistoryService>
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-forget-'))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  history = createHistoryService({ database, events: createEvents(() => undefined), now: Date.now, owner: 'me' })
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
const changes = async () => (await sql<{ n: number }>`SELECT count(*) AS n FROM library_changes`.execute(database.query)).rows[0]?.n
const trashSome = async (count: number) => {
  const edit = editingOf(database, history)
  const ids = (await database.query.selectFrom('tracks').select('id').orderBy('row').limit(count).execute()).map(({ id }) => id)
  const chosen = await edit.openSelection({ trackIds: ids, except: [] })
  return chosen.ok ? edit.moveSelection({ selectionId: chosen.value.selectionId, to: 'trash' }) : chosen
}

test('a large step that cannot be redone any more is put aside at once and forgotten later, whoever comes by', async () => {
  await putManySongs(database, 5_100)
  await trashSome(5_000)
  await history.undo()
  await trashSome(30)
  // the large one is out of the history already, though its changes are still there
  expect(await history.redo()).toMatchObject({ ok: false })
  expect(await changes()).toBe(5_030)
  await forgetAside(database)
  expect(await changes()).toBe(30)
  await history.undo()

  await trashSome(5_000)
  await history.undo()
  await trashSome(20)
  expect(await recoverSteps({ database, owner: 'next', now: Date.now }, async () => false)).toMatchObject({ trackIds: [] })
  expect(await changes()).toBe(20)
  expect(await history.undo()).toMatchObject({ ok: true })
  expect((await sql<{ n: number }>`SELECT count(*) AS n FROM tracks WHERE trashed_at IS NOT NULL`.execute(database.query)).rows[0]?.n).toBe(0)
})

test('pruning never forgets the newest step, however large it is', async () => {
  await putManySongs(database, 60)
  await trashSome(50)
  await trashSome(60)
  await sql`UPDATE library_steps SET total = 2000000 WHERE id = (SELECT max(id) FROM library_steps)`.execute(database.query)
  await pruneSteps(database, Date.now())
  expect(await database.query.selectFrom('library_steps').select('total').execute()).toEqual([{ total: 2_000_000 }])
})

test('a large step that is not the newest is taken back by a step of its own', async () => {
  await putManySongs(database, 5_100)
  await trashSome(5_000)
  const { id } = await database.query.selectFrom('library_steps').select('id').executeTakeFirstOrThrow()
  await database.query.updateTable('tracks').set({ trashed_at: null }).where('row', '=', 1).execute()
  await trashSome(1)
  expect(await history.takeBack(id, 'person')).toMatchObject({ ok: true, value: { steps: 1 } })
  const trashed = async () => (await sql<{ n: number }>`SELECT count(*) AS n FROM tracks WHERE trashed_at IS NOT NULL`.execute(database.query)).rows[0]?.n
  expect([await trashed(), await changes()]).toEqual([0, 10_001])
  await history.undo()
  expect(await trashed()).toBe(5_000)
})
