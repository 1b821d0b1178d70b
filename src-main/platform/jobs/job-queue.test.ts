import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { type Database, openDatabase } from '../database/index.ts'
import { createEvents } from '../events.ts'
import { createWorkFolders } from '../files/index.ts'
import { createIdSource } from '../ids.ts'
import { createJobService, identifyThisProcess, type JobContext, type JobDefinition, type JobService } from './index.ts'

/** for machines that do much else besides */
const PATIENT = { timeout: 10_000, interval: 10 }
let folder = ''
const closing: (() => Promise<void>)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-jobs-'))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  rmSync(folder, { recursive: true, force: true })
})

/** A second call is a second process as far as the database can tell: its own connection, its own identity. */
const studio = async (options: { claimOnlyOwn?: boolean; identity?: ReturnType<typeof identifyThisProcess> } = {}) => {
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents((cause) => {
    throw cause
  })
  const heard: Job[] = []
  const removed: JobId[] = []
  events.on('jobs.changed', (job) => heard.push(job))
  events.on('jobs.removed', ({ jobIds }) => removed.push(...jobIds))
  const jobs = createJobService({
    database,
    events,
    ids: createIdSource(randomBytes, Date.now),
    now: Date.now,
    workFolders: createWorkFolders(join(folder, 'work')),
    identity: identifyThisProcess(randomBytes),
    ...options,
  })
  closing.push(async () => {
    await jobs.close()
    await database.close()
  })
  return { database, jobs, heard, removed }
}

type Run = { name: string; context: JobContext; finish: () => void; fail: (cause: unknown) => void }
/** A kind of job whose runs end when the test says so, or when they are aborted. */
const puppet = (overrides: Partial<JobDefinition> = {}) => {
  const runs: Run[] = []
  const definition = {
    kind: 'puppet',
    payload: z.object({ name: z.string() }),
    lane: 'cpu',
    afterCrash: 'restart',
    run: ({ name }: { name: string }, context: JobContext) =>
      new Promise<void>((resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason))
        runs.push({ name, context, finish: resolve, fail: reject })
      }),
    ...overrides,
  } as JobDefinition
  const run = async (name: string) =>
    vi.waitFor(() => runs.findLast((candidate) => candidate.name === name) ?? Promise.reject(new Error(`${name} does not run`)), PATIENT)
  return { definition, runs, run, names: () => runs.map(({ name }) => name) }
}
const enqueue = (jobs: JobService, definition: JobDefinition, name: string, priority = 0) => jobs.enqueue(definition, { name }, { title: name, priority })
const stateOf = async (jobs: JobService, jobId: JobId) => (await jobs.find(jobId))?.state

test('jobs of a lane run one after the other, by priority and then in order', async () => {
  const { jobs } = await studio()
  const { definition, run, names } = puppet()
  await jobs.start([definition])
  await enqueue(jobs, definition, 'a')
  await run('a')
  await enqueue(jobs, definition, 'b')
  await enqueue(jobs, definition, 'c')
  const last = await enqueue(jobs, definition, 'urgent', 5)
  ;(await run('a')).finish()
  ;(await run('urgent')).finish()
  expect(await jobs.whenEnded(last)).toMatchObject({ state: 'succeeded', fraction: 1 })
  ;(await run('b')).finish()
  await run('c')
  expect(names()).toEqual(['a', 'urgent', 'b', 'c'])
})

test('lanes do not wait for each other', async () => {
  const { jobs } = await studio()
  const cpu = puppet()
  const io = puppet({ kind: 'io-puppet', lane: 'io' })
  await jobs.start([cpu.definition, io.definition])
  await enqueue(jobs, cpu.definition, 'render')
  for (const name of ['v', 'w', 'x', 'y', 'z']) await enqueue(jobs, io.definition, name)
  await cpu.run('render')
  await io.run('y')
  await sleep(30)
  // four places for reading and writing, and the fifth waits
  expect(io.names().sort()).toEqual(['v', 'w', 'x', 'y'])
})

test('reordering moves a waiting job before another, and to the end', async () => {
  const { jobs } = await studio()
  const { definition, run, names } = puppet()
  await jobs.start([definition])
  const ids = new Map<string, JobId>()
  for (const name of ['first', 'b', 'c', 'd']) ids.set(name, await enqueue(jobs, definition, name))
  await run('first')
  const id = (name: string) => ids.get(name) as JobId
  expect((await jobs.reorder(id('d'), id('b'))).ok).toBe(true)
  expect((await jobs.reorder(id('b'), undefined)).ok).toBe(true)
  expect(await jobs.reorder(id('first'), id('b'))).toMatchObject({ ok: false, error: { code: 'job.wrong-state' } })
  for (const name of ['first', 'd', 'c', 'b']) (await run(name)).finish()
  expect(names()).toEqual(['first', 'd', 'c', 'b'])
})

test('cancelling answers at once, stops the work, and leaves no folder behind', async () => {
  const { jobs } = await studio()
  const { definition, run } = puppet()
  await jobs.start([definition])
  const running = await enqueue(jobs, definition, 'running')
  const waiting = await enqueue(jobs, definition, 'waiting')
  const { context } = await run('running')
  writeFileSync(join(context.workFolder, 'half.wav'), 'half')
  expect(await jobs.cancel(waiting)).toMatchObject({ ok: true, value: { state: 'cancelled' } })
  expect(await jobs.cancel(running)).toMatchObject({ ok: true, value: { state: 'running', stage: 'cancelling' } })
  expect(new Int32Array(context.flags)[0]).toBe(1)
  expect(await jobs.whenEnded(running)).toMatchObject({ state: 'cancelled' })
  expect(existsSync(context.workFolder)).toBe(false)
  expect(await jobs.cancel(running)).toMatchObject({ ok: false, error: { code: 'job.wrong-state' } })
  expect(await jobs.cancel('job_00000000' as JobId)).toMatchObject({ ok: false, error: { code: 'job.not-found' } })
})

test('a job whose process dies while it is being cancelled is not started again', async () => {
  const { jobs, database } = await studio()
  let finish = () => {}
  const deaf = puppet({
    run: () =>
      new Promise<void>((resolve) => {
        finish = resolve
      }),
  })
  await jobs.start([deaf.definition])
  const jobId = await enqueue(jobs, deaf.definition, 'deaf')
  await vi.waitFor(async () => expect(await stateOf(jobs, jobId)).toBe('running'))
  expect(await jobs.cancel(jobId)).toMatchObject({ ok: true, value: { stage: 'cancelling' } })
  expect(await jobs.cancel(jobId)).toMatchObject({ ok: true, value: { stage: 'cancelling' } })
  await leaveBehind(database, jobId, {})
  const next = await studio()
  await next.jobs.start([deaf.definition])
  expect(await stateOf(next.jobs, jobId)).toBe('cancelled')
  finish()
})

test('a paused run gives its place away and goes on when there is one again', async () => {
  const { jobs } = await studio()
  const { definition, run } = puppet()
  await jobs.start([definition])
  const a = await enqueue(jobs, definition, 'a')
  const { context, finish } = await run('a')
  context.progress(0.4, 'singing')
  await jobs.pause(a)
  expect(new Int32Array(context.flags)[1]).toBe(1)
  const b = await enqueue(jobs, definition, 'b')
  const other = await run('b')
  expect(await jobs.resume(a)).toMatchObject({ ok: true, value: { state: 'queued', fraction: 0.4 } })
  await sleep(30)
  expect(new Int32Array(context.flags)[1]).toBe(1)
  other.finish()
  await jobs.whenEnded(b)
  await vi.waitFor(() => expect(new Int32Array(context.flags)[1]).toBe(0), PATIENT)
  expect(await stateOf(jobs, a)).toBe('running')
  finish()
  expect(await jobs.whenEnded(a)).toMatchObject({ state: 'succeeded', attempt: 1 })
})

test('a waiting job that is paused stays where it is until it is resumed', async () => {
  const { jobs } = await studio()
  const { definition, run, names } = puppet()
  await jobs.start([definition])
  await enqueue(jobs, definition, 'a')
  const b = await enqueue(jobs, definition, 'b')
  await enqueue(jobs, definition, 'c')
  await run('a')
  await jobs.pause(b)
  ;(await run('a')).finish()
  ;(await run('c')).finish()
  await sleep(30)
  expect(names()).toEqual(['a', 'c'])
  await jobs.resume(b)
  await run('b')
})

test('failures keep their code, disk errors become one, anything else is a defect; retry runs it again', async () => {
  const { jobs } = await studio()
  const { definition, run } = puppet()
  await jobs.start([definition])
  const mendable = await enqueue(jobs, definition, 'mendable')
  ;(await run('mendable')).fail(new FailureError(failure('engine.soundfont-missing', 'The SoundFont is missing.')))
  expect(await jobs.whenEnded(mendable)).toMatchObject({ state: 'failed', error: { code: 'engine.soundfont-missing', message: 'The SoundFont is missing.' } })
  const full = await enqueue(jobs, definition, 'full')
  ;(await run('full')).fail(Object.assign(new Error('no space left'), { code: 'ENOSPC', syscall: 'write' }))
  expect(await jobs.whenEnded(full)).toMatchObject({ error: { code: 'disk.full' } })
  const defect = await enqueue(jobs, definition, 'defect')
  ;(await run('defect')).fail(new TypeError('x is not a function'))
  expect(await jobs.whenEnded(defect)).toMatchObject({ error: { code: 'job.defect' } })
  const again = await jobs.retry(defect)
  expect(again).toMatchObject({ ok: true, value: { state: 'queued', attempt: 2 } })
  expect(again.ok && again.value.error).toBeUndefined()
  await vi.waitFor(async () => expect(await stateOf(jobs, defect)).toBe('running'))
  ;(await run('defect')).finish()
  expect(await jobs.whenEnded(defect)).toMatchObject({ state: 'succeeded' })
  expect(await jobs.retry(defect)).toMatchObject({ ok: false, error: { code: 'job.wrong-state' } })
})

test('progress never goes back and is told at most ten times a second', async () => {
  const { jobs, heard } = await studio()
  const { definition, run } = puppet()
  await jobs.start([definition])
  const jobId = await enqueue(jobs, definition, 'a')
  const { context, finish } = await run('a')
  heard.length = 0
  const startedAt = performance.now()
  for (let i = 0; i < 100; i++) {
    context.progress(i / 100, 'rendering')
    if (i % 10 === 0) context.progress(0, 'rendering')
    await sleep(4)
  }
  finish()
  await jobs.whenEnded(jobId)
  const fractions = heard.map(({ fraction }) => fraction)
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
  expect(heard.length).toBeGreaterThan(2)
  expect(heard.length).toBeLessThan((performance.now() - startedAt) / 100 + 4)
})

test('a payload that cannot be read and a kind that nobody knows fail with a code', async () => {
  const { jobs, database } = await studio()
  const { definition } = puppet()
  const id = await enqueue(jobs, definition, 'a')
  const strange = await enqueue(jobs, { ...definition, kind: 'from-the-future' }, 'b')
  await database.query.updateTable('jobs').set({ payload_json: '{"name": 7}' }).where('id', '=', id).execute()
  await jobs.start([definition])
  expect(await jobs.whenEnded(id)).toMatchObject({ state: 'failed', error: { code: 'job.unreadable-payload' } })
  expect(await jobs.whenEnded(strange)).toMatchObject({ state: 'failed', error: { code: 'job.unknown-kind' } })
})

test('finished jobs stay as history until they are cleared', async () => {
  const { jobs, removed } = await studio()
  const { definition, run } = puppet()
  await jobs.start([definition])
  const a = await enqueue(jobs, definition, 'a')
  ;(await run('a')).finish()
  await jobs.whenEnded(a)
  await enqueue(jobs, definition, 'b')
  await run('b')
  expect((await jobs.list({ limit: 10 })).map(({ title, state }) => [title, state])).toEqual([
    ['b', 'running'],
    ['a', 'succeeded'],
  ])
  expect(await jobs.clearFinished()).toEqual([a])
  expect(removed).toEqual([a])
  expect(await jobs.list({ limit: 10 })).toHaveLength(1)
})

test('closing hands running jobs back: to wait, or to ask', async () => {
  const first = await studio()
  const restart = puppet()
  const ask = puppet({ kind: 'ask', lane: 'io', afterCrash: 'ask' })
  await first.jobs.start([restart.definition, ask.definition])
  const a = await enqueue(first.jobs, restart.definition, 'a')
  const b = await enqueue(first.jobs, ask.definition, 'b')
  await restart.run('a')
  await ask.run('b')
  await first.jobs.close()
  const second = await studio()
  expect(await stateOf(second.jobs, a)).toBe('queued')
  expect(await stateOf(second.jobs, b)).toBe('interrupted')
  expect(readdirSync(join(folder, 'work'))).toEqual([])
})

const dead = { token: 'dead-process', pid: 2 ** 22 - 3, started: '' }
const leaveBehind = async (database: Database, jobId: JobId, change: object) => {
  await database.query
    .insertInto('processes')
    .values({ ...dead, heartbeat_at: Date.now() - 60_000 })
    .onConflict((on) => on.doNothing())
    .execute()
  await database.query
    .updateTable('jobs')
    .set({ state: 'running', owner: dead.token, ...change })
    .where('id', '=', jobId)
    .execute()
}

test('what a dead process held runs again, asks, or is given up after the third time', async () => {
  const { jobs, database, heard } = await studio()
  const restart = puppet()
  const ask = puppet({ kind: 'ask', lane: 'io', afterCrash: 'ask' })
  const again = await enqueue(jobs, restart.definition, 'again')
  const suspect = await enqueue(jobs, restart.definition, 'suspect')
  const question = await enqueue(jobs, ask.definition, 'question')
  const unwanted = await enqueue(jobs, restart.definition, 'unwanted')
  const paused = await enqueue(jobs, restart.definition, 'paused')
  await leaveBehind(database, again, {})
  await leaveBehind(database, suspect, { crashes: 2 })
  await leaveBehind(database, question, {})
  await leaveBehind(database, unwanted, { wish: 'cancel' })
  await leaveBehind(database, paused, { state: 'paused', fraction: 0.5 })
  await createWorkFolders(join(folder, 'work')).create(suspect)
  await jobs.start([restart.definition, ask.definition])
  await restart.run('again')
  expect(heard.find(({ id, stage }) => id === again && stage.startsWith('interrupted'))).toMatchObject({ state: 'queued', attempt: 2 })
  expect(await jobs.find(suspect)).toMatchObject({ state: 'failed', error: { code: 'job.crashed-repeatedly' } })
  expect(await stateOf(jobs, question)).toBe('interrupted')
  expect(await stateOf(jobs, unwanted)).toBe('cancelled')
  expect(await jobs.find(paused)).toMatchObject({ state: 'paused', fraction: 0 })
  expect(readdirSync(join(folder, 'work'))).toEqual([again])
  await jobs.retry(question)
  await ask.run('question')
})

test('two processes share a lane, and each may ask the other to cancel or pause', async () => {
  const app = await studio()
  const terminal = await studio({ claimOnlyOwn: true })
  const inApp = puppet()
  const inTerminal = puppet()
  await app.jobs.start([inApp.definition])
  await terminal.jobs.start([inTerminal.definition])
  const a = await enqueue(app.jobs, inApp.definition, 'a')
  await inApp.run('a')
  const t = await enqueue(terminal.jobs, inTerminal.definition, 't')
  await sleep(50)
  expect(inTerminal.names()).toEqual([])
  expect(await terminal.jobs.pause(a)).toMatchObject({ ok: true })
  await inTerminal.run('t')
  expect(inApp.names()).toEqual(['a'])
  expect(await stateOf(app.jobs, a)).toBe('paused')
  const startedAt = performance.now()
  expect(await app.jobs.cancel(t)).toMatchObject({ ok: true })
  expect(await app.jobs.whenEnded(t)).toMatchObject({ state: 'cancelled' })
  expect(performance.now() - startedAt).toBeLessThan(4_000)
  await app.jobs.resume(a)
  ;(await inApp.run('a')).finish()
  expect(await terminal.jobs.whenEnded(a)).toMatchObject({ state: 'succeeded' })
  expect(terminal.heard.some(({ id, state }) => id === a && state === 'succeeded')).toBe(true)
  await app.jobs.clearFinished()
  await vi.waitFor(() => expect(terminal.removed).toContain(a), PATIENT)
})
