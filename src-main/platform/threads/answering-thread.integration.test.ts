import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type AnsweringThread, createAnsweringThread } from './answering-thread.ts'

let thread: AnsweringThread | undefined
const begin = (): AnsweringThread => {
  thread = createAnsweringThread(new URL('./fixture.worker.test-questions.ts', import.meta.url), { word: 'heard' })
  return thread
}
afterEach(() => thread?.close())

test('questions are answered beside one that takes long; a withdrawn one ends at once for its asker, and before its next slice in the thread', async () => {
  const { ask } = begin()
  const stop = new AbortController()
  const long = ask('counts', {}, stop.signal)
  expect(await ask('echo', 'you')).toBe('heard you')
  stop.abort()
  await expect(long).rejects.toMatchObject({ name: 'AbortError' })
  await ask('echo', 'a turn')
  const counted = await ask<number>('slices', {})
  expect(counted).toBeGreaterThan(0)
  expect(await ask<number>('slices', {})).toBe(counted)
  await expect(ask('echo', 'never asked', stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
})

test('failures come as data, defects as errors', async () => {
  const { ask } = begin()
  await expect(ask('fails', {})).rejects.toMatchObject({ name: 'FailureError', failure: { code: 'fixture.failed' } })
  await expect(ask('breaks', {})).rejects.toMatchObject({ message: 'broken invariant' })
  await expect(ask('unheard', {})).rejects.toMatchObject({ message: 'there is no question unheard' })
})

test('a thread that dies is started anew: what it had not answered is asked again, once', async () => {
  const { ask } = begin()
  const stop = new AbortController()
  const innocent = ask('counts', {}, stop.signal)
  const dying = ask('dies', {})
  innocent.catch(() => undefined)
  await expect(dying).rejects.toMatchObject({ failure: { code: 'engine.crashed' } })
  expect(await ask('echo', 'again')).toBe('heard again')
  stop.abort()
})

test('closing ends what is asked', async () => {
  const { ask, close } = begin()
  const long = ask('counts', {})
  const gone = expect(long).rejects.toMatchObject({ name: 'AbortError' })
  await ask('echo', 'there')
  await close()
  await gone
  await expect(ask('echo', 'late')).rejects.toMatchObject({ name: 'AbortError' })
})

test('the process stays until a thread that still answers while it is closed has ended', () => {
  const words = `import { createAnsweringThread } from ${JSON.stringify(new URL('./answering-thread.ts', import.meta.url).href)}
    const thread = createAnsweringThread(new URL(${JSON.stringify(new URL('./fixture.worker.test-questions.ts', import.meta.url).href)}), { word: 'heard' })
    await thread.ask('echo', 'there')
    const asked = thread.ask('echo', 'late').catch(() => undefined)
    await thread.close()
    await asked
    console.log('whole')`
  const folder = mkdtempSync(join(tmpdir(), 'segno-answering-'))
  const file = join(folder, 'closes.mjs')
  writeFileSync(file, words)
  const { stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(stderr).toBe('')
  expect(stdout).toBe('whole\n')
})
