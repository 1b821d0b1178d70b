import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { openWav, readTags, writeWav24 } from '../../audio/index.ts'
import { startSegno, succeed } from './segno-for-tests.ts'

/** What goes wrong while songs come in and tags go out, in processes of their own. */

const FILES = 5
/** of which the last ones are not in when the first ones are */
const MANY = 8
const YEARS_AGO = 1_700_000_000

const folderWithMusic = async (seconds: number, files = FILES) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-intake-trouble-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const music = join(folder, 'music')
  mkdirSync(music)
  for (let i = 0; i < files; i++) {
    const path = join(music, `${i}.wav`)
    await writeWav24(path, [Float32Array.from({ length: seconds * 22_050 }, (_, n) => 0.3 * Math.sin(n * (0.03 + i / 300)))], 22_050)
    utimesSync(path, YEARS_AGO, YEARS_AGO)
  }
  return { folder, music, home: join(folder, 'home') }
}
const integrity = (home: string): unknown => {
  const sqlite = new Sqlite(join(home, 'studio.sqlite'))
  try {
    return sqlite.pragma('integrity_check', { simple: true })
  } finally {
    sqlite.close()
  }
}
/** at once: a command that works meanwhile must not get away. What it writes meanwhile is left out of what is taken. */
const fill = (disk: string): void => {
  for (let left = 0; left < 40; left++) {
    const { bavail, bsize } = statfsSync(disk)
    const bytes = bavail * bsize - left * 1_000_000
    if (bytes <= 0 || spawnSync('fallocate', ['-l', String(bytes), join(disk, 'filler')]).status === 0) return
    rmSync(join(disk, 'filler'), { force: true })
  }
  throw new Error('the small disk could not be filled')
}

test('a disk that fills up in the middle of a first look: what came in stays whole, the others wait and come when there is room', async (context: TestContext) => {
  if (process.platform !== 'linux') context.skip('small disks are mounted on Linux only')
  const { folder, music } = await folderWithMusic(60, MANY)
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk], { encoding: 'utf8' })
  if (status !== 0) context.skip(`no right to mount a small disk: ${String(stderr).trim()}`)
  onTestFinished(() => void spawnSync('umount', ['-l', disk]))
  const home = join(disk, 'home')
  const look = startSegno(home, ['library', 'watch', 'add', music, '--json'])
  await look.says(/[5-7]\d %/)
  // it must not be done before the disk is full, however slowly that goes
  look.child.kill('SIGSTOP')
  fill(disk)
  look.child.kill('SIGCONT')
  const { code, stdout } = await look.ended
  expect(code, stdout).toBe(1)
  expect(JSON.parse(stdout).error.code).toBe('disk.full')

  rmSync(join(disk, 'filler'), { force: true })
  expect(integrity(home)).toBe('ok')
  const before = (await succeed(home, 'tracks', 'list')).total
  const { imported, waiting } = (await succeed(home, 'library', 'watch', 'list')).folders[0]
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(MANY)
  expect(imported + waiting).toBe(MANY)
  await succeed(home, 'library', 'watch', 'scan')
  expect((await succeed(home, 'tracks', 'list')).total).toBe(MANY)
  expect((await succeed(home, 'library', 'watch', 'list')).folders[0]).toMatchObject({ imported: MANY, waiting: 0, failed: 0 })
})

test('two studios that look through the same folder at once bring in each file once', async () => {
  const { music, home } = await folderWithMusic(1)
  await succeed(home, 'tracks', 'list')
  const both = [startSegno(home, ['library', 'watch', 'add', music]), startSegno(home, ['import', music])]
  expect((await Promise.all(both.map(({ ended }) => ended))).map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([
    [0, ''],
    [0, ''],
  ])
  const again = [startSegno(home, ['library', 'watch', 'scan']), startSegno(home, ['library', 'watch', 'scan'])]
  expect((await Promise.all(again.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0])
  expect(integrity(home)).toBe('ok')
  expect((await succeed(home, 'tracks', 'list')).total).toBe(FILES)
  expect((await succeed(home, 'library', 'watch', 'list')).folders[0]).toMatchObject({ files: FILES, imported: FILES, waiting: 0, failed: 0 })
})

const soundOf = async (path: string): Promise<string> => {
  const wav = await openWav(path)
  try {
    return createHash('sha256')
      .update(await wav.readBytes(0, wav.layout.lengthFrames))
      .digest('hex')
  } finally {
    await wav.close()
  }
}

test('killed while tags are written: each file has the old or the new ones whole, and nothing is left lying beside it', async () => {
  const { music, home } = await folderWithMusic(20)
  const files = Array.from({ length: FILES }, (_, i) => join(music, `${i}.wav`))
  const sounds = await Promise.all(files.map(soundOf))
  await succeed(home, 'library', 'file-tags', 'write', files[0] as string, '--artist', 'Old')
  const killed = startSegno(home, ['library', 'file-tags', 'write', ...files, '--artist', 'New'])
  await killed.says(/[2-7]\d %/)
  killed.child.kill('SIGKILL')
  await killed.ended
  expect(integrity(home)).toBe('ok')
  for (const [index, path] of files.entries()) {
    expect(await soundOf(path), path).toBe(sounds[index])
    expect([index === 0 ? 'Old' : undefined, 'New']).toContain((await readTags(path)).artist)
  }
  // what the killed process left is old by the next time
  const left = readdirSync(music).filter((name) => name.startsWith('.segno-'))
  for (const name of left) utimesSync(join(music, name), YEARS_AGO, YEARS_AGO)
  writeFileSync(join(music, '.segno-999999999-0123456789ab.wav'), 'left by a process that died')
  utimesSync(join(music, '.segno-999999999-0123456789ab.wav'), YEARS_AGO, YEARS_AGO)
  await succeed(home, 'library', 'file-tags', 'write', ...files, '--artist', 'New')
  for (const path of files) expect((await readTags(path)).artist).toBe('New')
  expect(readdirSync(music).toSorted()).toEqual(files.map((_, i) => `${i}.wav`))
  // the way back goes over the kill
  await succeed(home, 'library', 'file-tags', 'undo', files[0] as string)
  expect((await readTags(files[0] as string)).artist).toBe('Old')
  expect(readFileSync(files[0] as string).length).toBeGreaterThan(0)
})
