import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createWorkFlags, raiseCancel, setPaused } from '../../../src-shared/kernel/work-flags.ts'
import { createProcessPool, launchNodeProcess, type ProcessPool } from './index.ts'

const entry = new URL('./fixture.worker.test-processes.ts', import.meta.url)
const pools: ProcessPool[] = []
const open = (idleMilliseconds = 60_000): ProcessPool => {
  const pool = createProcessPool({ launch: launchNodeProcess, entry, name: 'test', idleMilliseconds })
  pools.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stages: string[] = []
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress: (_: number, stage: string) => void stages.push(stage) }, flags, stages, stop }
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const pidOf = (pool: ProcessPool) => pool.run<number>('pid', {}, context().context)
const whenGone = async (pid: number) => {
  for (let round = 0; round < 100 && isAlive(pid); round++) await pause(50)
  expect(isAlive(pid)).toBe(false)
}

test('a task answers with its arrays, reports progress, and the next one finds the same process', async () => {
  const pool = open()
  const { context: work, stages } = context()
  expect(await pool.run('squares', { count: 4 }, work)).toEqual(Float32Array.of(0, 1, 4, 9))
  expect(stages).toEqual(Array(4).fill('squaring'))
  expect(await pidOf(pool)).toBe(await pidOf(pool))
  expect(await pidOf(pool)).not.toBe(process.pid)
})

test('a failure crosses as data, a defect as an error, and what cannot be cloned is refused on this side', async () => {
  const pool = open()
  await expect(pool.run('fails', {}, context().context)).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'fixture.failed' } })
  await expect(pool.run('breaks', {}, context().context)).rejects.toThrow('broken invariant')
  await expect(pool.run('nobody', {}, context().context)).rejects.toThrow('unknown task nobody')
  await expect(pool.run('squares', { count: () => 1 }, context().context)).rejects.toMatchObject({ name: 'DataCloneError' })
  expect(await pool.run('squares', { count: 1 }, context().context)).toHaveLength(1)
})

test('cancel stops a task between its steps and keeps the process; one inside native code loses its process and is answered all the same', async () => {
  const pool = open()
  const pid = await pidOf(pool)
  const polite = context()
  const run = pool.run('polite', {}, polite.context)
  await pause(100)
  polite.stop()
  await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  expect(await pidOf(pool)).toBe(pid)

  const deaf = context()
  const stuck = pool.run('deaf', {}, deaf.context)
  const next = pidOf(pool)
  await pause(100)
  deaf.stop()
  await expect(stuck).rejects.toMatchObject({ name: 'AbortError' })
  expect(await next).not.toBe(pid)
  await whenGone(pid)
})

test('pause holds a task between its steps, gives its place away, and resume lets it go on', async () => {
  const pool = open()
  const work = context()
  const run = pool.run('polite', {}, work.context)
  while (work.stages.length === 0) await pause(20)
  setPaused(work.flags, true)
  await pause(300)
  const steps = work.stages.length
  expect(await pool.run('squares', { count: 1 }, context().context)).toHaveLength(1)
  expect(work.stages.length).toBe(steps)
  setPaused(work.flags, false)
  while (work.stages.length === steps) await pause(20)
  work.stop()
  await expect(run).rejects.toMatchObject({ name: 'AbortError' })
})

test('a process that dies, by itself or by kill -9, fails only its own task and says how; the next task has a new one', async () => {
  const pool = open()
  const exits = pool.run('exits', {}, context().context)
  const after = pool.run('squares', { count: 2 }, context().context)
  await expect(exits).rejects.toMatchObject({ failure: { code: 'engine.crashed', details: { why: expect.stringMatching(/code 3.*the last words/s) } } })
  expect(await after).toHaveLength(2)
  await expect(pool.run('aborts', {}, context().context)).rejects.toMatchObject({ failure: { code: 'engine.crashed' } })
  const pid = await pidOf(pool)
  const deaf = pool.run('deaf', {}, context().context)
  await pause(100)
  process.kill(pid, 'SIGKILL')
  await expect(deaf).rejects.toMatchObject({ failure: { code: 'engine.crashed', details: { why: expect.stringContaining('SIGKILL') } } })
  expect(await pidOf(pool)).not.toBe(pid)
})

test('a process that cannot start fails its task', async () => {
  const pool = createProcessPool({ launch: launchNodeProcess, entry: new URL('./nowhere.ts', import.meta.url), name: 'test', idleMilliseconds: 1_000 })
  pools.push(pool)
  await expect(pool.run('pid', {}, context().context)).rejects.toMatchObject({
    failure: { code: 'engine.crashed', details: { why: expect.stringContaining('nowhere.ts') } },
  })
})

test('an idle process gives everything back, and closing ends one in the middle of its work', async () => {
  const pool = open(100)
  const pid = await pidOf(pool)
  await whenGone(pid)
  const busy = open()
  const working = await pidOf(busy)
  const run = busy.run('deaf', {}, context().context)
  const ended = expect(run).rejects.toMatchObject({ name: 'AbortError' })
  await pause(50)
  await busy.close()
  await ended
  await whenGone(working)
})

test('a parent that is killed leaves no process behind, and one that has nothing else to do is not kept by an idle one', async () => {
  const flags = JSON.stringify(new URL('../../../src-shared/kernel/work-flags.ts', import.meta.url).href)
  const script = `
    import { createWorkFlags } from ${flags}
    import { createProcessPool, launchNodeProcess } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    const pool = createProcessPool({ launch: launchNodeProcess, entry: new URL(${JSON.stringify(entry.href)}), name: 'test', idleMilliseconds: 60_000 })
    const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress() {} }
    console.log(await pool.run('pid', {}, context))
    if (process.argv.includes('stay')) await pool.run('polite', {}, context)`
  const path = join(mkdtempSync(join(tmpdir(), 'segno-process-')), 'main.mjs')
  writeFileSync(path, script)
  for (const word of ['stay', 'go']) {
    const parent = spawn(process.execPath, [path, word], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise((resolve) => parent.once('exit', resolve))
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
    if (word === 'stay') parent.kill('SIGKILL')
    await ended
    await whenGone(pid)
  }
})
