import { expect, test } from 'vitest'
import { createWorkFlags, raiseCancel, setPaused } from '../../../src-shared/kernel/work-flags.ts'
import { createThreadPool } from './thread-pool.ts'

const poolOfTwo = () => createThreadPool(new URL('./fixture.worker.test-tasks.ts', import.meta.url), 2)

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

test('a task answers, reports progress and moves its buffers', async () => {
  const pool = poolOfTwo()
  const { context: work, steps } = context()
  const squares = await pool.run<Float32Array>('squares', { count: 5 }, work)
  expect([...squares]).toEqual([0, 1, 4, 9, 16])
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(steps.length).toBeGreaterThan(0)
  await pool.close()
})

test('a failure crosses as data and a defect as an error', async () => {
  const pool = poolOfTwo()
  await expect(pool.run('fails', {}, context().context)).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'fixture.failed' } })
  await expect(pool.run('breaks', {}, context().context)).rejects.toThrow('broken invariant')
  await pool.close()
})

test('cancel stops a task that looks at its flags, and kills one that does not', async () => {
  const pool = poolOfTwo()
  for (const task of ['polite', 'deaf']) {
    const work = context()
    const run = pool.run(task, {}, work.context)
    setTimeout(work.stop, 200)
    const started = performance.now()
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - started).toBeLessThan(5_000)
  }
  expect(await pool.run('squares', { count: 1 }, context().context)).toHaveLength(1)
  await pool.close()
})

test('pause holds a task and resume lets it finish', async () => {
  const pool = poolOfTwo()
  const work = context()
  setPaused(work.flags, true)
  let isDone = false
  const run = pool.run('squares', { count: 3 }, work.context).then(() => {
    isDone = true
  })
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(isDone).toBe(false)
  setPaused(work.flags, false)
  await run
  await pool.close()
})
