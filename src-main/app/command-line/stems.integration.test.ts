import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { createWavWriter, readWavLayout, readWavSpan } from '../../audio/index.ts'
import { knowMachine } from '../machine-for-tests.ts'
import { refuse, type Started, startSegno, succeed } from './segno-for-tests.ts'

/**
 * `segno stems` with a real inference process and the band separator of models/fixtures, which has HTDemucs' shape and
 * holds no weights.
 */
const fixture = fileURLToPath(new URL('../../../models/fixtures/tiny-separator', import.meta.url))

let home = ''
let track = ''
const start = (words: readonly string[], folder = home): Started => startSegno(folder, [...words, '--json'])
const json = (words: readonly string[], folder = home) => succeed(folder, ...words)
const refused = (words: readonly string[], folder = home) => refuse(folder, words)
const leftovers = (folder = home): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.(incoming|part)$/.test(name) || /cache[\\/]work[\\/]/.test(name))
const rows = (sql: string, folder = home): unknown[] => {
  const sqlite = new Sqlite(join(folder, 'studio.sqlite'), { readonly: true })
  try {
    return sqlite.prepare(sql).all()
  } finally {
    sqlite.close()
  }
}
const installFixture = async (folder: string) => {
  await knowMachine(folder)
  cpSync(fixture, join(folder, 'models', 'tiny-separator'), { recursive: true })
}

/** A low and a high tone in turn, so that its stems differ. */
const writeSong = async (path: string, seconds: number): Promise<void> => {
  const writer = await createWavWriter(path, { sampleRateHz: 44_100, channelCount: 2 })
  const second = [0, 1].map((channel) => Float32Array.from({ length: 44_100 }, (_, i) => 0.2 * Math.sin((i * (channel + 1)) / 70) + 0.2 * Math.sin(i / 1.3)))
  for (let i = 0; i < seconds; i++) await writer.write(second)
  await writer.finish()
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'segno-stems-cli-'))
  const source = join(home, 'Two tones.wav')
  await writeSong(source, 4)
  const { files } = await json(['import', source])
  track = files[0].trackId
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

test('without a model it says which one to install and how, and nothing is queued', async () => {
  const error = await refused(['stems', track])
  expect(error.code).toBe('model.not-installed')
  expect(error.message).toContain('segno models pull htdemucs')
  expect(rows("SELECT id FROM jobs WHERE kind = 'separation.separate'")).toEqual([])
  await installFixture(home)
})

test('a song becomes stems that add up to it; asking again answers what is there', async () => {
  const first = await json(['stems', track])
  expect(first).toMatchObject({ trackId: track, method: 'model', makerId: 'tiny-separator', asked: ['Drums', 'Bass', 'Other', 'Vocals'] })
  expect(first.residualDb).toBeLessThan(-100)
  expect(first.sharedResidualDb).toBeLessThan(-30)
  expect(first.sharedResidualDb).toBeGreaterThan(-90)
  for (const { path, name } of first.stems) {
    expect(await readWavLayout(path), name).toMatchObject({ lengthFrames: 4 * 44_100, sampleRateHz: 44_100, channelCount: 2 })
  }
  const again = await json(['stems', track])
  expect(again).toEqual(first)
  expect(rows("SELECT state FROM jobs WHERE kind = 'separation.separate'")).toEqual([{ state: 'succeeded' }])
  expect(leftovers()).toEqual([])
})

test('some by themselves, all but some as one file, a stretch, and files in a folder', async () => {
  const only = await json(['stems', track, '--only', 'Vocals,drums', '--to-folder', join(home, 'two')])
  expect(only.asked).toEqual(['Drums', 'Vocals'])
  expect(readdirSync(join(home, 'two')).toSorted()).toEqual(['01 Drums.wav', '02 Vocals.wav'])
  expect(only.stems.map(({ name }: { name: string }) => name)).toEqual(['Drums', 'Vocals', 'All but drums and vocals'])
  const without = await json(['stems', track, '--without', 'vocals', '--to-folder', join(home, 'karaoke')])
  expect(readdirSync(join(home, 'karaoke'))).toEqual(['01 All but vocals.wav'])
  expect(without.asked).toEqual(['All but vocals'])
  expect((await refused(['stems', track, '--without', 'vocals', '--to-folder', join(home, 'karaoke')])).code).toBe('export.file-exists')

  const part = await json(['stems', track, '--from', '1', '--to', '0:02.5'])
  expect(part.region).toEqual({ startFrame: 44_100, endFrame: 110_250 })
  expect(part.stems.at(-1)).toMatchObject({ name: 'Rest of the song', role: 'outside' })
  const sum = new Float32Array(4 * 44_100)
  for (const { path } of part.stems) {
    const [left = new Float32Array()] = await readWavSpan(path)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (left[i] as number)
  }
  const [song = new Float32Array()] = await readWavSpan((await json(['tracks', 'show', track])).path)
  for (let i = 0; i < sum.length; i++) if (!(Math.abs((sum[i] as number) - (song[i] as number)) < 1e-6)) expect.fail(`frame ${i} is another`)
})

test('what cannot be is refused before anything is queued', async () => {
  expect(await refused(['stems', track, '--only', 'guitar'])).toMatchObject({
    code: 'separation.no-such-stem',
    message: expect.stringContaining('drums, bass, other, vocals'),
  })
  expect((await refused(['stems', track, '--only', 'vocals', '--without', 'bass'])).code).toBe('cli.usage')
  expect((await refused(['stems', track, '--from', '3', '--to', '9'])).code).toBe('region.outside-song')
  expect((await refused(['stems', track, '--from', '3', '--to', '3.01'])).code).toBe('region.empty')
  expect((await refused(['stems', track, '--model', 'htdemucs'])).code).toBe('model.not-installed')
  expect((await refused(['stems', track, '--score'])).code).toBe('separation.no-score')
  expect((await refused(['stems', 'nobody'])).code).toBe('track.not-found')
})

test('a model whose file was cut off after it was installed is named damaged, and the song is as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-stems-damaged-'))
  cpSync(home, folder, { recursive: true })
  const graph = join(folder, 'models', 'tiny-separator', 'separator.onnx')
  const bytes = readFileSync(graph)
  // same length, other bytes: only the runtime can tell
  chmodSync(graph, 0o644)
  writeFileSync(graph, Buffer.alloc(bytes.length, 7))
  expect(await refused(['stems', track, '--shifts', '2'], folder)).toMatchObject({ code: 'model.damaged', message: expect.stringContaining('Repair') })
  truncateSync(graph, 100)
  expect((await refused(['stems', track, '--shifts', '2'], folder)).code).toBe('model.not-installed')
  expect(leftovers(folder)).toEqual([])
  expect((await json(['tracks', 'list'], folder)).total).toBe(1)
  rmSync(folder, { recursive: true, force: true })
})

describe('an end in the middle', () => {
  test('kill -9 leaves nothing half: the next start runs it again or forgets it, and the library is sound', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segno-stems-killed-'))
    await installFixture(folder)
    await writeSong(join(folder, 'long.wav'), 16)
    const { files } = await json(['import', join(folder, 'long.wav')], folder)
    const { child, ended, says } = start(['stems', files[0].trackId], folder)
    await says('apart')
    child.kill('SIGKILL')
    await ended
    expect(rows('SELECT id FROM stem_sets', folder)).toEqual([])
    // the same words again do the work as if nothing had been
    const done = await json(['stems', files[0].trackId], folder)
    expect(done.stems).toHaveLength(4)
    expect(rows('SELECT id FROM stem_sets', folder)).toHaveLength(1)
    expect(leftovers(folder).filter((name) => name.endsWith('.wav'))).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })

  test('Ctrl-C leaves no set, no file and no work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'segno-stems-stopped-'))
    await installFixture(folder)
    await writeSong(join(folder, 'long.wav'), 30)
    const { files } = await json(['import', join(folder, 'long.wav')], folder)
    const audio = readdirSync(join(folder, 'audio'), { recursive: true }).length
    const { child, ended, says } = start(['stems', files[0].trackId], folder)
    await says('apart')
    const at = performance.now()
    child.kill('SIGINT')
    await ended
    expect(performance.now() - at).toBeLessThan(5_000)
    expect(rows('SELECT id FROM stem_sets', folder)).toEqual([])
    expect(readdirSync(join(folder, 'audio'), { recursive: true })).toHaveLength(audio)
    expect(leftovers(folder)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })
})

/** A small disk with a studio on it that has one song. */
const smallDisk = async (context: TestContext, size: string) => {
  if (process.platform !== 'linux') context.skip('small disks are mounted on Linux only')
  const disk = mkdtempSync(join(tmpdir(), 'segno-stems-disk-'))
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { encoding: 'utf8' })
  if (status !== 0) context.skip(`no right to mount a small disk: ${String(stderr).trim()}`)
  context.onTestFinished(() => {
    spawnSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  })
  const folder = join(disk, 'home')
  mkdirSync(folder)
  await installFixture(folder)
  await writeSong(join(disk, 'song.wav'), 24)
  const { files } = await json(['import', join(disk, 'song.wav')], folder)
  return { disk, folder, trackId: files[0].trackId as string }
}
const fill = (path: string): void => {
  const chunk = Buffer.alloc(1 << 20, 1)
  try {
    for (;;) writeFileSync(path, chunk, { flag: 'a' })
  } catch (cause) {
    expect(cause).toMatchObject({ code: 'ENOSPC' })
  }
}

test('a disk without room is said before the work', async (context) => {
  const { folder, trackId } = await smallDisk(context, '100m')
  expect(await refused(['stems', trackId], folder)).toMatchObject({ code: 'disk.full', message: expect.stringContaining('room') })
  expect(rows('SELECT id FROM stem_sets', folder)).toEqual([])
  expect(leftovers(folder)).toEqual([])
})

test('a disk that fills up in the middle of the work is said, nothing of it stays, and with room again it is done', async (context) => {
  const { disk, folder, trackId } = await smallDisk(context, '160m')
  const { ended, says } = start(['stems', trackId], folder)
  await says('apart')
  fill(join(disk, 'filler'))
  const { code, stdout } = await ended
  expect(code).not.toBe(0)
  expect(JSON.parse(stdout).error).toMatchObject({ code: 'disk.full', message: expect.stringContaining('Nothing was lost') })
  rmSync(join(disk, 'filler'))
  expect(rows('SELECT id FROM stem_sets', folder)).toEqual([])
  const done = await json(['stems', trackId], folder)
  expect(done.stems).toHaveLength(4)
  expect(leftovers(folder).filter((name) => name.endsWith('.wav'))).toEqual([])
})
