import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { createWorkFlags, raiseCancel, setPaused } from '../../../src-shared/kernel/work-flags.ts'
import { createThreadPool, type ThreadPool } from './thread-pool.ts'

const pools: ThreadPool[] = []
const poolOf = (threads: number, limits?: Parameters<typeof createThreadPool>[2]): ThreadPool => {
  const pool = createThreadPool(new URL('./fixture.worker.test-tasks.ts', import.meta.url), threads, limits)
  pools.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()))
})

const context = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const steps: number[] = []
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress: (fraction: number) => steps.push(fraction) }, flags, steps, stop }
}
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const squares = (pool: ThreadPool) => pool.run<Float32Array>('squares', { count: 3 }, context().context)

test('a task answers, reports progress and moves its buffers', async () => {
  const pool = poolOf(2)
  const { context: work, steps } = context()
  expect([...(await pool.run<Float32Array>('squares', { count: 5 }, work))]).toEqual([0, 1, 4, 9, 16])
  expect(steps).toEqual([0.2, 0.4, 0.6, 0.8, 1])
})

test('a failure crosses as data and a defect as an error', async () => {
  const pool = poolOf(2)
  await expect(pool.run('fails', {}, context().context)).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'fixture.failed' } })
  await expect(pool.run('breaks', {}, context().context)).rejects.toThrow('broken invariant')
  await expect(pool.run('nobody', {}, context().context)).rejects.toThrow('unknown task nobody')
  await expect(pool.run('unclonable', {}, context().context)).rejects.toMatchObject({ name: 'DataCloneError' })
  await expect(pool.run('squares', { count: () => 1 }, context().context)).rejects.toMatchObject({ name: 'DataCloneError' })
  expect(await squares(pool)).toHaveLength(3)
})

test('cancel stops a task that looks at its flags, and answers without one that does not', async () => {
  const pool = poolOf(1)
  for (const task of ['polite', 'deaf']) {
    const work = context()
    const run = pool.run(task, {}, work.context)
    setTimeout(work.stop, 100)
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
    // the deaf one is still counting, and the next one does not wait for it
    expect(await squares(pool)).toHaveLength(3)
  }
})

test('a task that waits for a place is cancelled on the spot and never starts', async () => {
  const pool = poolOf(1)
  const [first, second] = [context(), context()]
  const running = pool.run('polite', {}, first.context)
  const queued = pool.run('polite', {}, second.context)
  second.stop()
  await expect(queued).rejects.toMatchObject({ name: 'AbortError' })
  const next = squares(pool)
  first.stop()
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  expect(await next).toHaveLength(3)
})

test('a thread that answers too late is not lost', async () => {
  const pool = poolOf(1)
  const work = context()
  const run = pool.run('slow', { milliseconds: 1_200 }, work.context)
  work.stop()
  await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  await pause(1_000)
  expect(await squares(pool)).toHaveLength(3)
})

test('pause holds a task, gives its place away, and resume lets it finish', async () => {
  const pool = poolOf(1)
  const work = context()
  const polite = pool.run('polite', {}, work.context)
  setPaused(work.flags, true)
  expect(await squares(pool)).toHaveLength(3)
  const waiting = context()
  setPaused(waiting.flags, true)
  let isDone = false
  const run = pool.run('squares', { count: 3 }, waiting.context).then(() => {
    isDone = true
  })
  await pause(300)
  expect(isDone).toBe(false)
  setPaused(waiting.flags, false)
  await run
  work.stop()
  await expect(polite).rejects.toMatchObject({ name: 'AbortError' })
})

test('a thread that dies fails its task with a clear code and the next one gets a new thread', async () => {
  const pool = poolOf(1)
  for (const task of ['exits', 'blowsUpLater']) {
    await expect(pool.run(task, {}, context().context)).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'engine.crashed' } })
    expect(await squares(pool)).toHaveLength(3)
  }
  const [first, second] = [pool.run('exits', {}, context().context), squares(pool)]
  await expect(first).rejects.toMatchObject({ failure: { code: 'engine.crashed', details: { why: expect.stringContaining('code 3') } } })
  expect(await second).toHaveLength(3)
})

test('out of memory is said as such', async () => {
  const pool = poolOf(1, { maxOldGenerationSizeMb: 24 })
  await expect(pool.run('eats', {}, context().context)).rejects.toMatchObject({
    failure: { code: 'engine.crashed', message: expect.stringContaining('not enough memory') },
  })
  expect(await squares(pool)).toHaveLength(3)
})

test('closing ends what runs and what waits', async () => {
  const pool = poolOf(1)
  const works = Promise.allSettled([pool.run('deaf', {}, context().context), squares(pool)])
  await pause(50)
  await pool.close()
  for (const outcome of await works) expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } })
  await expect(squares(pool)).rejects.toMatchObject({ name: 'AbortError' })
})

test('a process that has nothing else to do sees its pool close, and one that forgets to close it ends too', () => {
  const pool = JSON.stringify(new URL('./thread-pool.ts', import.meta.url).href)
  const flags = JSON.stringify(new URL('../../../src-shared/kernel/work-flags.ts', import.meta.url).href)
  const worker = JSON.stringify(new URL('./fixture.worker.test-tasks.ts', import.meta.url).href)
  const script = `
    import { createThreadPool } from ${pool}
    import { createWorkFlags } from ${flags}
    const pool = createThreadPool(new URL(${worker}), 2)
    const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress() {} }
    console.log((await pool.run('squares', { count: 3 }, context)).length)
    if (process.argv.includes('close')) {
      await pool.close()
      console.log('closed')
    }`
  const path = join(mkdtempSync(join(tmpdir(), 'segno-pool-')), 'main.mjs')
  writeFileSync(path, script)
  for (const [word, said] of [
    ['close', '3\nclosed\n'],
    ['forget', '3\n'],
  ] as const) {
    const ended = spawnSync(process.execPath, [path, word], { encoding: 'utf8', timeout: 60_000 })
    expect({ status: ended.status, said: ended.stdout }).toEqual({ status: 0, said })
  }
})

test('whatever is cancelled, deaf, dying or paused, at whatever moment: the next tasks finish', async () => {
  const pool = poolOf(2)
  const random = createRandom(11)
  const kinds = ['polite', 'polite', 'squares', 'squares', 'exits', 'breaks', 'slow'] as const
  for (let round = 0; round < 50; round++) {
    const works = Array.from({ length: 2 + random.int(0, 4) }, () => {
      // a deaf one takes its grace, so there is only a handful of them
      const task = random.chance(0.02) ? 'deaf' : random.pick(kinds)
      const work = context()
      return { ...work, run: pool.run(task, { count: 50, milliseconds: random.int(0, 20) }, work.context) }
    })
    const settled = Promise.allSettled(works.map(({ run }) => run))
    const after = [squares(pool), squares(pool)]
    for (const { stop, flags } of works) {
      if (random.chance(0.2)) setPaused(flags, true)
      if (random.chance(0.5)) await pause(random.int(0, 8))
      stop()
    }
    after.push(squares(pool))
    expect((await Promise.all(after)).map(({ length }) => length)).toEqual([3, 3, 3])
    await settled
  }
}, 60_000)
