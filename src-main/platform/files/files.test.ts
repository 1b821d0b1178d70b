import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { JobId, Sha256 } from '../../../src-shared/kernel/ids.ts'
import { createAudioStore, createWorkFolders, failureOfSystemError, locateDataFolder, requireSpace } from './index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, content: string) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('the data folder is where each system keeps such things, and where SEGNO_HOME says', () => {
  const at = (platform: NodeJS.Platform, env: Record<string, string>) => locateDataFolder({ platform, env, home: '/home/ada' }).root
  expect(at('linux', {})).toBe('/home/ada/.local/share/segno-studio')
  expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/segno-studio')
  expect(at('linux', { XDG_DATA_HOME: 'relative' })).toBe('/home/ada/.local/share/segno-studio')
  expect(at('darwin', {})).toBe('/home/ada/Library/Application Support/Segno Studio')
  expect(at('win32', { APPDATA: '/Users/ada/AppData/Roaming' })).toBe('/Users/ada/AppData/Roaming/Segno Studio')
  expect(at('linux', { SEGNO_HOME: '/music/segno' })).toBe('/music/segno')
  expect(locateDataFolder({ platform: 'linux', env: { SEGNO_HOME: '/s' }, home: '/' })).toMatchObject({
    databasePath: '/s/studio.sqlite',
    work: '/s/cache/work',
  })
})

test('a file is named by its content, cannot be written, and the same content twice is one file', async () => {
  const store = createAudioStore(join(folder, 'audio'), Date.now)
  const content = 'sound'.repeat(500_000)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const first = write('a.wav', content)
  expect(await store.adopt(first)).toEqual({ sha256, bytes: content.length })
  expect(existsSync(first)).toBe(false)
  const again = write('b.wav', content)
  expect((await store.adopt(again)).sha256).toBe(sha256)
  expect(existsSync(again)).toBe(false)
  const path = store.pathOf(sha256 as Sha256)
  expect(path).toBe(join(folder, 'audio', sha256.slice(0, 2), `${sha256}.wav`))
  expect(statSync(path).mode & 0o777).toBe(0o444)
  expect(readFileSync(path, 'utf8')).toBe(content)
  expect(store.has(sha256 as Sha256)).toBe(true)
  expect(() => store.pathOf('../../etc/passwd' as Sha256)).toThrow()
})

test('a file from another disk is copied, and nothing half is left', async (context) => {
  let elsewhere: string
  try {
    elsewhere = mkdtempSync('/dev/shm/segno-')
  } catch {
    return context.skip('there is no second file system at /dev/shm')
  }
  if (statSync(elsewhere).dev === statSync(folder).dev) return context.skip('/dev/shm is on the same disk here')
  const source = join(elsewhere, 'x.wav')
  writeFileSync(source, 'far away')
  const store = createAudioStore(join(folder, 'audio'), Date.now)
  const { sha256 } = await store.adopt(source)
  expect(existsSync(source)).toBe(false)
  expect(readFileSync(store.pathOf(sha256), 'utf8')).toBe('far away')
  expect(readdirSync(join(folder, 'audio', sha256.slice(0, 2)))).toEqual([`${sha256}.wav`])
  rmSync(elsewhere, { recursive: true })
})

test('sweeping deletes what nothing names, half copies too, and spares the young and the strange', async () => {
  const root = join(folder, 'audio')
  let time = Date.now()
  const store = createAudioStore(root, () => time)
  const kept = await store.adopt(write('a', 'kept'))
  const lost = await store.adopt(write('b', 'lost'))
  writeFileSync(`${store.pathOf(lost.sha256)}.77.incoming`, 'half')
  writeFileSync(join(root, lost.sha256.slice(0, 2), 'notes.txt'), 'mine')
  mkdirSync(join(root, 'my folder'))
  expect(await store.sweep(async () => new Set([kept.sha256]))).toEqual({ removed: 0, freedBytes: 0 })
  time += 2 * 3_600_000
  expect(await store.sweep(async () => new Set([kept.sha256]))).toEqual({ removed: 2, freedBytes: 8 })
  expect(store.has(kept.sha256)).toBe(true)
  expect(readdirSync(join(root, lost.sha256.slice(0, 2)))).toContain('notes.txt')
  expect(await store.remove([lost.sha256, kept.sha256])).toEqual({ removed: 1, freedBytes: 4 })
})

test('a store that was never used is empty, not broken', async () => {
  const store = createAudioStore(join(folder, 'nowhere'), Date.now)
  expect(await store.sweep(async () => new Set())).toEqual({ removed: 0, freedBytes: 0 })
})

test('work folders begin empty, end gone, and those of dead jobs are swept', async () => {
  const folders = createWorkFolders(join(folder, 'work'))
  const path = await folders.create('job_00000001' as JobId)
  writeFileSync(join(path, 'half.wav'), 'x')
  chmodSync(join(path, 'half.wav'), 0o444)
  utimesSync(path, 0, 0)
  expect(readdirSync(await folders.create('job_00000001' as JobId))).toEqual([])
  await folders.create('job_00000002' as JobId)
  expect(await folders.sweep((id) => id === 'job_00000002')).toBe(1)
  expect(readdirSync(join(folder, 'work'))).toEqual(['job_00000002'])
  await folders.remove('job_00000002' as JobId)
  expect(readdirSync(join(folder, 'work'))).toEqual([])
})

test('a work that cannot fit is refused before it begins', async () => {
  await requireSpace(folder, 1)
  const refusal = await requireSpace(folder, 1e18).catch((cause: unknown) => cause)
  expect(refusal).toBeInstanceOf(FailureError)
  expect((refusal as FailureError).failure).toMatchObject({ code: 'disk.full' })
})

test('what the system says becomes a code and a sentence, and what is our own defect does not', () => {
  const system = (code: string) => failureOfSystemError(Object.assign(new Error(code), { code, syscall: 'open', path: '/x' }))?.failure.code
  expect(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO', 'EMFILE', 'ENOENT'].map(system)).toEqual([
    'disk.full',
    'disk.full',
    'disk.read-only',
    'disk.read-only',
    'disk.unreadable',
    'disk.too-many-files',
    undefined,
  ])
  expect(failureOfSystemError(new TypeError('x'))).toBeUndefined()
})
