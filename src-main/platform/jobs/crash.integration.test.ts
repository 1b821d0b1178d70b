import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { JobState } from '../../../src-shared/jobs/contract.ts'
import { identifyThisProcess } from './index.ts'
import { isProcessAlive } from './process-identity.ts'

const FIXTURE = fileURLToPath(new URL('./fixture.studio-process.ts', import.meta.url))
let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-crash-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** A real studio process and what it said so far. */
const launch = (mode: string) => {
  const child = spawn(process.execPath, [FIXTURE, folder, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const hears = (line: string) => vi.waitFor(() => expect(said).toContain(line), { timeout: 20_000, interval: 10 })
  return {
    said,
    hears,
    pid: child.pid as number,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
    quit: async () => {
      child.kill('SIGTERM')
      await gone
    },
  }
}
const read = <T>(sql: string): T[] => {
  const sqlite = new Sqlite(join(folder, 'studio.sqlite'), { readonly: true })
  try {
    return sqlite.prepare(sql).all() as T[]
  } finally {
    sqlite.close()
  }
}
const jobStates = () =>
  Object.fromEntries(
    read<{ title: string; state: JobState; attempt: number }>('SELECT title, state, attempt FROM jobs ORDER BY position').map(({ title, state, attempt }) => [
      title,
      `${state} ${attempt}`,
    ]),
  )
const expectSound = () => {
  const sqlite = new Sqlite(join(folder, 'studio.sqlite'))
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(sqlite.pragma('foreign_key_check')).toEqual([])
  sqlite.close()
}
const published = () => (existsSync(join(folder, 'published.txt')) ? readFileSync(join(folder, 'published.txt'), 'utf8').trim().split('\n') : [])
const allSucceeded = (titles: string[]) =>
  vi.waitFor(() => expect(Object.values(jobStates()).filter((state) => state.startsWith('succeeded'))).toHaveLength(titles.length), {
    timeout: 30_000,
    interval: 50,
  })

test('kill -9 in the middle of a job loses the work in flight and nothing else', async () => {
  const first = launch('work')
  await first.hears('running two')
  await first.kill()
  expectSound()
  expect(jobStates()).toEqual({ one: 'succeeded 1', two: 'running 1', three: 'queued 1' })
  expect(readdirSync(join(folder, 'work'))).toHaveLength(1)
  const second = launch('resume')
  await allSucceeded(['one', 'two', 'three'])
  expect(jobStates()).toEqual({ one: 'succeeded 1', two: 'succeeded 2', three: 'succeeded 1' })
  expect(published()).toEqual(['one', 'two', 'three'])
  expect(readdirSync(join(folder, 'work'))).toEqual([])
  await second.quit()
  expectSound()
  expect(existsSync(join(folder, 'studio.sqlite-wal'))).toBe(false)
})

test('a job that takes the process down three times is not started a fourth time', async () => {
  for (let crash = 1; crash <= 3; crash++) {
    const studio = launch(crash === 1 ? 'work' : 'resume')
    await studio.hears('running two')
    await studio.kill()
  }
  launch('resume')
  await vi.waitFor(() => expect(jobStates()).toMatchObject({ two: 'failed 3', three: 'succeeded 1' }), { timeout: 30_000 })
  expect(read<{ error_code: string }>("SELECT error_code FROM jobs WHERE title = 'two'")).toEqual([{ error_code: 'job.crashed-repeatedly' }])
})

test('quitting hands the running job back to wait', async () => {
  const first = launch('work')
  await first.hears('running two')
  await first.quit()
  expect(jobStates()).toEqual({ one: 'succeeded 1', two: 'queued 1', three: 'queued 1' })
  expect(read('SELECT * FROM processes')).toEqual([])
  expectSound()
})

test('kill -9 in the middle of transactions: what was said to be committed is there, and no transaction is torn', async () => {
  for (let round = 0; round < 4; round++) {
    const writer = launch('write')
    await vi.waitFor(() => expect(writer.said.length).toBeGreaterThan(20 + round * 7), { timeout: 20_000, interval: 1 })
    await writer.kill()
    const rows = read<{ name: string }>(`SELECT name FROM settings WHERE name LIKE '%-${writer.pid}-%'`).map(({ name }) => name)
    const numbers = (side: string) =>
      rows
        .filter((name) => name.startsWith(side))
        .map((name) => Number(name.split('-')[2]))
        .sort((a, b) => a - b)
    expect(numbers('left')).toEqual(numbers('right'))
    const said = Number(writer.said.at(-1)?.split(' ')[1])
    expect(numbers('left').length).toBeGreaterThan(said)
    expectSound()
  }
})

test('two processes write at once and neither loses a row', async () => {
  const writers = [launch('write'), launch('write')]
  await vi.waitFor(() => expect(Math.min(...writers.map(({ said }) => said.length))).toBeGreaterThan(150), { timeout: 30_000 })
  for (const writer of writers) await writer.kill()
  for (const { pid, said } of writers) {
    const [row] = read<{ count: number }>(`SELECT count(*) AS count FROM settings WHERE name LIKE 'left-${pid}-%'`)
    expect(row?.count).toBeGreaterThanOrEqual(said.length)
  }
  expectSound()
})

test('two processes that start together on nothing make one library', async () => {
  const studios = Array.from({ length: 4 }, () => launch('resume'))
  for (const studio of studios) await studio.hears('started')
  expectSound()
  expect(read('SELECT * FROM processes')).toHaveLength(4)
})

test('a killed command line leaves its job to the window that is open', async () => {
  const window = launch('resume')
  await window.hears('started')
  const terminal = launch('terminal')
  await terminal.hears('running typed')
  expect(window.said).not.toContain('running typed')
  await terminal.kill()
  await window.hears('running typed')
  await allSucceeded(['typed'])
})

test('a process is told from a later one with the same pid', async () => {
  const studio = launch('resume')
  await studio.hears('started')
  const row = { ...identifyThisProcess(randomBytes, studio.pid), heartbeat_at: Date.now() }
  expect(isProcessAlive(row, Date.now())).toBe(true)
  if (row.started !== '') expect(isProcessAlive({ ...row, started: `${row.started}9` }, Date.now())).toBe(false)
  await studio.kill()
  expect(isProcessAlive(row, Date.now())).toBe(false)
  expect(isProcessAlive(undefined, Date.now())).toBe(false)
})
