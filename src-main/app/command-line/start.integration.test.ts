import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import about from '../../../package.json' with { type: 'json' }
import { startSegno } from './segno-for-tests.ts'

/**
 * What a command loads before it does anything is what everyone waits for. A new package belongs into the first list only if help needs it, into
 * the second only if opening a library does; everything else is imported where it is used: `await import(…)` in the function that needs it, or in
 * a worker.
 */
const FOR_WORDS = ['@commander-js/extra-typings', 'commander', 'mutative', 'zod']
const FOR_A_LIBRARY = [...FOR_WORDS, '@logtape/file', '@logtape/logtape', '@tonejs/midi', 'better-sqlite3', 'kysely', 'typedfastbitset'].toSorted()

const hook = new URL('./loaded-packages.test-hook.mjs', import.meta.url).href
const home = mkdtempSync(join(tmpdir(), 'segno-start-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const load = async (...words: string[]) => {
  const notes = join(home, 'loaded.json')
  const { code, stdout, stderr } = await startSegno(home, words, { SEGNO_TEST_LOADED_PACKAGES: notes }, ['--import', hook]).ended
  expect(code, stderr).toBe(0)
  return { stdout, packages: JSON.parse(readFileSync(notes, 'utf8')) as string[] }
}

test('the version and help are said without a studio', async () => {
  const version = await load('--version')
  expect(version.stdout).toBe(`${about.version}\n`)
  expect(version.packages).toEqual(FOR_WORDS)
  const help = await load('generate', '--help')
  expect(help.stdout).toContain('--prompt')
  expect(help.packages).toEqual(FOR_WORDS)
})

test('a library is opened without what makes and hears music', async () => {
  expect((await load('tracks', 'list')).packages).toEqual(FOR_A_LIBRARY)
})
