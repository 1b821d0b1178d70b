import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, type TestContext, test, vi } from 'vitest'
import { z } from 'zod'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { createEvents } from '../events.ts'
import { createAudioStore, createDataFolder, createWorkFolders, locateDataFolder } from '../files/index.ts'
import { createIdSource } from '../ids.ts'
import { createJobService, identifyThisProcess, type JobDefinition } from '../jobs/index.ts'
import { type Database, openDatabase, salvageDatabase } from './index.ts'

/** A small disk of our own: needs the right to mount, which a container's root has and a person has not. */
let disk = ''
const open: Database[] = []
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'segno-disk-'))
})
afterEach(async () => {
  for (const database of open.splice(0)) await database.close().catch(() => {})
  spawnSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})
const mount = (context: TestContext, size: string) => {
  if (process.platform !== 'linux') context.skip('small disks are mounted on Linux only')
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { encoding: 'utf8' })
  if (status !== 0) context.skip(`no right to mount a small disk: ${String(stderr).trim()}`)
}
const makeReadOnly = () => expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0)
/** Takes all room but about `leaveBytes`. */
const fill = (leaveBytes: number) => {
  const chunk = Buffer.alloc(4096, 1)
  const chunks: Buffer[] = []
  try {
    for (;;) {
      chunks.push(chunk)
      writeFileSync(join(disk, 'filler'), chunk, { flag: 'a' })
    }
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'ENOSPC' })
  }
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, (chunks.length - 1) * 4096 - leaveBytes), 1))
}
const makeRoom = () => rmSync(join(disk, 'filler'))
const start = async () => {
  const database = await openDatabase({ path: join(disk, 'studio.sqlite'), backupsFolder: join(disk, 'backups'), now: Date.now })
  open.push(database)
  return database
}
const codeOf = async (work: () => Promise<unknown> | unknown): Promise<string> => {
  try {
    await work()
  } catch (cause) {
    if (cause instanceof FailureError) return cause.failure.code
    throw cause
  }
  throw new Error('expected a failure')
}
const setting = (name: string, bytes = 10) => ({ name, value_json: 'x'.repeat(bytes), updated_at: 0 })
const names = async (database: Database) => (await database.query.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name)

test('a full disk refuses the song that does not fit, keeps those that are there, and goes on when there is room', async (context) => {
  mount(context, '4m')
  const database = await start()
  await database.query.insertInto('settings').values(setting('first')).execute()
  fill(16 * 1024)
  const tooMuch = () =>
    database.transaction(async (tx) => {
      await tx.insertInto('settings').values(setting('half')).execute()
      await tx.insertInto('settings').values(setting('other half', 2_000_000)).execute()
    })
  expect(await codeOf(tooMuch)).toBe('disk.full')
  expect(await codeOf(() => database.backUp('daily'))).toBe('disk.full')
  expect(await names(database)).toEqual(['first'])
  makeRoom()
  await tooMuch()
  expect(await names(database)).toEqual(['first', 'half', 'other half'])
  expect(await database.check()).toEqual([])
})

test('a library cannot begin on a full disk, and says so', async (context) => {
  mount(context, '1m')
  fill(0)
  expect(await codeOf(start)).toBe('disk.full')
  makeRoom()
  expect(await (await start()).check()).toEqual([])
})

test('a file that does not fit is not taken in, and its original stays', async (context) => {
  mount(context, '1m')
  const source = join(mkdtempSync(join(tmpdir(), 'segno-source-')), 'song.wav')
  writeFileSync(source, randomBytes(1_500_000))
  const store = createAudioStore(join(disk, 'audio'), Date.now)
  expect(await codeOf(() => store.adopt(source))).toBe('disk.full')
  expect(existsSync(source)).toBe(true)
  expect(await store.sweep(async (sha256s) => new Set(sha256s))).toEqual({ removed: 0, freedBytes: 0 })
  rmSync(source)
})

test('the end of a job is told at once on a full disk, and written when there is room again', async (context) => {
  mount(context, '4m')
  const database = await start()
  const jobs = createJobService({
    database,
    events: createEvents(() => {}),
    ids: createIdSource(randomBytes, Date.now),
    now: Date.now,
    workFolders: createWorkFolders(join(disk, 'work')),
    identity: identifyThisProcess(randomBytes),
  })
  const stateInFile = async () => (await database.query.selectFrom('jobs').select('state').executeTakeFirst())?.state
  let finish = () => {}
  const definition: JobDefinition = {
    kind: 'fill',
    payload: z.object({}),
    lane: 'cpu',
    afterCrash: 'restart',
    run: () =>
      new Promise((resolve) => {
        finish = resolve
      }),
  }
  await jobs.start([definition])
  const id = await jobs.enqueue(definition, {}, { title: 'fill' })
  await vi.waitFor(async () => expect((await jobs.find(id))?.state).toBe('running'), { timeout: 10_000 })
  await new Promise((resolve) => setTimeout(resolve, 50))
  fill(0)
  // uses up what is left of the write-ahead log's last page
  await database.query
    .insertInto('settings')
    .values(setting('big', 200_000))
    .execute()
    .catch(() => {})
  expect(await codeOf(() => jobs.enqueue(definition, {}, { title: 'x'.repeat(100_000) }))).toBe('disk.full')
  const waiting = jobs.whenEnded(id)
  finish()
  expect(await waiting).toMatchObject({ state: 'succeeded' })
  expect(await jobs.whenEnded(id)).toMatchObject({ state: 'succeeded' })
  expect(await stateInFile()).toBe('running')
  makeRoom()
  await vi.waitFor(async () => expect(await stateInFile()).toBe('succeeded'), { timeout: 10_000 })
  await jobs.close()
})

test('a read-only folder is refused with a way out, whether there is a library in it or not', async (context) => {
  mount(context, '4m')
  makeReadOnly()
  expect(await codeOf(start)).toBe('disk.read-only')
  expect(await codeOf(() => createDataFolder(locateDataFolder({ platform: 'linux', env: { SEGNO_HOME: join(disk, 'home') }, home: '/' })))).toBe(
    'disk.read-only',
  )
  expect(spawnSync('mount', ['-o', 'remount,rw', disk]).status).toBe(0)
  const database = await start()
  await database.query.insertInto('settings').values(setting('kept')).execute()
  await database.close()
  makeReadOnly()
  const before = readFileSync(join(disk, 'studio.sqlite'))
  expect(await codeOf(start)).toBe('disk.read-only')
  expect(readFileSync(join(disk, 'studio.sqlite')).equals(before)).toBe(true)
})

test('a damaged library on a full disk stays where it is until it can be restored', async (context) => {
  mount(context, '4m')
  const database = await start()
  await database.query.insertInto('settings').values(setting('kept', 400_000)).execute()
  await database.backUp('daily')
  await database.close()
  const path = join(disk, 'studio.sqlite')
  writeFileSync(path, 'garbage'.repeat(60_000))
  fill(8 * 1024)
  const salvage = () => salvageDatabase({ path, backupsFolder: join(disk, 'backups'), now: Date.now })
  expect(await codeOf(salvage)).toBe('disk.full')
  expect(readFileSync(path, 'utf8').startsWith('garbage')).toBe(true)
  makeRoom()
  expect(salvage().restoredFrom).toBeDefined()
  expect(await names(await start())).toContain('kept')
})
