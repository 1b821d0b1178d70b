import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHistoryService, recoverSteps } from '../../history/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { putManySongs } from './fixture.many-songs.ts'

const FIXTURE = fileURLToPath(new URL('./fixture.editing-process.ts', import.meta.url))
const SONGS = 8_000
let folder = ''
let database: Database
let child: ChildProcess | undefined

const open = async () => {
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-kill-'))
  await open()
  await putManySongs(database, SONGS)
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await database.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** runs the editing process and kills it -9 as soon as it is so far; answers how far it said it was */
const runAndKill = async (what: 'edit' | 'undo', killAt: (fraction: number) => boolean): Promise<number | 'done'> => {
  const running = spawn(process.execPath, [FIXTURE, folder, what], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = running
  const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
  let last: number | 'done' = 0
  for await (const line of createInterface({ input: running.stdout })) {
    last = line === 'done' ? 'done' : Number(line)
    if (last !== 'done' && killAt(last)) running.kill('SIGKILL')
  }
  await ended
  return last
}
const edited = async () =>
  (
    await database.query
      .selectFrom('tracks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('title', 'like', 'Nocturne %')
      .where('rating', '=', 5)
      .executeTakeFirstOrThrow()
  ).count
const untouched = async () =>
  (
    await database.query
      .selectFrom('tracks')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('title', 'like', 'Song %')
      .where('rating', '=', 0)
      .executeTakeFirstOrThrow()
  ).count
const recover = () => recoverSteps({ database, owner: 'the next one', now: Date.now }, async (owner) => owner === 'the next one')
const steps = () => database.query.selectFrom('library_steps').select(['total', 'applied', 'target', 'owner']).execute()

test('an edit of many songs that is killed -9 half way is all or nothing, and so is its undo', async () => {
  await database.close()
  // while it is being prepared, nothing of it is in the library
  expect(await runAndKill('edit', (fraction) => fraction > 0.2)).not.toBe('done')
  await open()
  await recover()
  expect([await untouched(), await steps()]).toEqual([SONGS, []])
  await database.close()

  // while songs are being changed, some are: the next process puts them back
  expect(await runAndKill('edit', (fraction) => fraction > 0.6)).not.toBe('done')
  await open()
  expect(await edited()).toBeGreaterThan(0)
  expect(await edited()).toBeLessThan(SONGS)
  await recover()
  expect([await untouched(), await edited()]).toEqual([SONGS, 0])
  expect(await database.check()).toEqual([])
  await database.close()

  expect(await runAndKill('edit', () => false)).toBe('done')
  await open()
  expect(await edited()).toBe(SONGS)
  await database.close()
  expect(await runAndKill('undo', (fraction) => fraction < 0.6)).not.toBe('done')
  await open()
  await recover()
  expect(await edited()).toBe(SONGS)
  expect(await database.check()).toEqual([])
  const events = createEvents(() => undefined)
  expect(await createHistoryService({ database, events, now: Date.now, owner: 'the next one' }).undo()).toMatchObject({ ok: true })
  expect(await untouched()).toBe(SONGS)
  expect(await database.check()).toEqual([])
}, 30_000)
