import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWavBytes, readWavLayout } from '../../audio/index.ts'
import { knowMachine } from '../machine-for-tests.ts'
import { refuse, segno, startSegno, succeed } from './segno-for-tests.ts'

/** The real command line on a real studio folder with the built-in engine. Songs are 8 s long, so that this stays quick. */
let home = ''
const json = (...words: string[]) => succeed(home, ...words)

const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'segno-cli-'))
  await knowMachine(home)
})
afterAll(() => rm(home, { recursive: true, force: true }))

describe('a musician at the terminal', () => {
  let track = ''
  let original = ''
  let accepted = ''

  test('generates a song that is where it says and what it says', async () => {
    const { tracks, ...rest } = await json('generate', '--prompt', 'lofi piano at 90 bpm in A minor', '--seconds', '8', '--seed', '5')
    expect(rest).toEqual({})
    expect(tracks).toHaveLength(1)
    const [song] = tracks
    track = song.trackId
    original = song.path
    expect(song).toMatchObject({
      seconds: 8,
      sampleRateHz: 44_100,
      channelCount: 2,
      seed: 5,
      engine: 'score',
      plan: { tempoBpm: 90, key: { tonic: 'A', mode: 'minor' } },
    })
    expect(song.loudness.integratedLufs).toBeGreaterThan(-14.5)
    expect(song.loudness.integratedLufs).toBeLessThan(-13.5)
    expect(song.loudness.truePeakDbtp).toBeLessThanOrEqual(-1)
    expect(await sha256(song.path)).toBe(song.sha256)
    expect(await readWavLayout(song.path)).toMatchObject({ lengthFrames: 8 * 44_100, encoding: 'pcm24' })
  })

  test('regenerates a region, and every byte outside stays', async () => {
    const take = await json('regenerate', track, '--from', '2', '--to', '4.5', '--seed', '9', '--weirdness', '0.9')
    expect(take).toMatchObject({ trackId: track, seconds: 8, crossfadeSeconds: 0.02, outsideIdentical: true, strategy: 'recompose' })
    expect(take.takeId).toMatch(/^tak_/)
    expect(take.parentTakeId).toMatch(/^tak_/)
    expect(take.reason).not.toBe('')
    expect(take.region.startSeconds).toBeCloseTo(2, 1)
    expect(take.region.endSeconds).toBeCloseTo(4.5, 1)
    for (const step of take.seamLoudnessStepLu) expect(Math.abs(step)).toBeLessThanOrEqual(1)
    accepted = take.takeId

    // not what the studio says: the two files, read here
    const [before, after] = await Promise.all([readWavBytes(original), readWavBytes(take.path)])
    const head = Math.floor((take.region.startSeconds - take.crossfadeSeconds) * 44_100) * 6
    const tail = Math.ceil(take.region.endSeconds * 44_100) * 6
    expect(after).toHaveLength(before.length)
    expect(Buffer.compare(before.subarray(0, head), after.subarray(0, head))).toBe(0)
    expect(Buffer.compare(before.subarray(tail), after.subarray(tail))).toBe(0)
    expect(Buffer.compare(before.subarray(head, tail), after.subarray(head, tail))).not.toBe(0)
  })

  test('compares takes, accepts one, undoes and redoes it', async () => {
    const { takes, currentTakeId } = await json('takes', 'list', track)
    expect(takes.map(({ state }: { state: string }) => state)).toEqual(['current', 'proposed'])
    expect((await json('takes', 'accept', track, '1')).currentTakeId).toBe(accepted)
    const undone = await json('undo', track)
    expect(undone).toMatchObject({ currentTakeId, path: original })
    expect(undone.label).toBe('Accept take 1: bars 1–2')
    expect((await json('redo', track)).currentTakeId).toBe(accepted)
    expect((await refuse(home, ['redo', track])).code).toBe('history.nothing-to-redo')
  })

  test('extends the ending and the beginning', async () => {
    const after = await json('extend', track, '--seconds', '4', '--accept')
    expect(after).toMatchObject({ parentTakeId: accepted, outsideIdentical: true, isAccepted: true })
    expect(after.seconds).toBeGreaterThan(11)
    const before = await json('extend', track, '--seconds', '3', '--before')
    expect(before).toMatchObject({ parentTakeId: after.takeId, outsideIdentical: true, region: { startSeconds: 0 } })
    const old = await readWavBytes(after.path)
    const longer = await readWavBytes(before.path)
    expect(Buffer.compare(old, longer.subarray(longer.length - old.length))).toBe(0)
    expect((await json('tracks', 'show', track)).seconds).toBeCloseTo(after.seconds, 3)
  })

  test('verifies that the same plan and seed give the same bytes', async () => {
    expect(await json('verify', track)).toMatchObject({ trackId: track, isIdentical: true, expectedSha256: await sha256(original) })
  })

  test('finds it again', async () => {
    const { title } = await json('tracks', 'show', track)
    expect(await json('tracks', 'list')).toMatchObject({ total: 1, tracks: [{ trackId: track, title }] })
    expect((await json('tracks', 'search', 'lofi piano')).tracks).toHaveLength(1)
    expect((await json('tracks', 'stats')).tracks).toBe(1)
    expect(await json('jobs', 'list')).toEqual({ jobs: [] })
  })

  test('exports a song and brings the file back in, bit for bit', async () => {
    const shown = await json('tracks', 'show', track)
    const exported = await json('export', track, '--to', 'out.flac')
    expect(exported).toMatchObject({ trackId: track, format: 'flac', path: join(home, 'out.flac') })
    expect((await refuse(home, ['export', track, '--to', 'out.flac'])).code).toBe('export.file-exists')
    // a folder for many is made where the one above it is there, and not for a song that nobody knows
    await refuse(home, ['export', 'no such song', '--into', 'many', '--format', 'flac'])
    expect(existsSync(join(home, 'many'))).toBe(false)
    await json('export', track, '--into', 'many', '--format', 'flac')
    expect(readdirSync(join(home, 'many')).map((name) => extname(name))).toEqual(['.flac'])
    await writeFile(join(home, 'words.wav'), 'these are words')
    const { code, stdout } = await segno(home, ['import', 'out.flac', 'words.wav', '--json'])
    expect(code).toBe(1)
    const { files, error } = JSON.parse(stdout)
    expect(error.code).toBe('audio.not-audio')
    expect(files.map(({ name }: { name: string }) => name)).toEqual(['out.flac', 'words.wav'])
    expect(await sha256(files[0].track.path)).toBe(await sha256(shown.path))
  })

  test.each<[string, readonly string[], string]>([
    ['an empty prompt', ['generate', '--prompt', '  '], 'prompt.empty'],
    ['100 000 characters', ['generate', '--prompt', 'x'.repeat(100_000)], 'prompt.too-long'],
    ['a region beyond the song', ['regenerate', 'TRACK', '--from', '100', '--to', '110'], 'region.outside-song'],
    ['a region of no length', ['regenerate', 'TRACK', '--from', '3', '--to', '3'], 'region.empty'],
    ['a song that is not there', ['regenerate', 'No such song', '--from', '1', '--to', '2'], 'track.not-found'],
    ['a take that is not there', ['takes', 'accept', 'TRACK', '9'], 'take.not-found'],
    ['a job that is not there', ['jobs', 'cancel', 'job_00000000'], 'job.not-found'],
    ['a format nobody knows', ['export', 'TRACK', '--to', 'song.xyz'], 'export.unknown-format'],
    ['5 hours more', ['extend', 'TRACK', '--seconds', '18000'], 'cli.usage'],
  ])('%s is refused in words', async (_, words, error) => {
    const shown = await refuse(
      home,
      words.map((word) => (word === 'TRACK' ? track : word)),
    )
    expect(shown.code).toBe(error)
  })

  test('Ctrl-C stops within a second and leaves nothing', async () => {
    const { child, ended, says } = startSegno(home, ['generate', '--prompt', 'endless ambient', '--seconds', '240', '--json'])
    await says('rendering')
    const at = performance.now()
    child.kill('SIGINT')
    const { code, stdout } = await ended
    expect(performance.now() - at).toBeLessThan(1_500)
    expect(code).toBe(130)
    expect(JSON.parse(stdout).error.code).toBe('cli.cancelled')
    expect((await json('tracks', 'list')).total).toBe(2)
    expect(readdirSync(join(home, 'cache', 'work'))).toEqual([])
  })

  test('kill -9 in the middle of a regenerate leaves no half take, and the library sound', async () => {
    const before = (await json('takes', 'list', track)).takes.length
    let killed = 0
    for (const milliseconds of [0, 150, 300, 450]) {
      const { child, ended, says } = startSegno(home, ['regenerate', track, '--from', '1', '--to', '3'])
      await says('composing')
      await sleep(milliseconds)
      child.kill('SIGKILL')
      if ((await ended).signal === 'SIGKILL') killed++
    }
    expect(killed).toBeGreaterThan(0)
    const { takes } = await json('takes', 'list', track)
    for (const take of takes) expect(existsSync(take.path)).toBe(true)
    // a take that was published in the last instant is whole; none is half
    for (const take of takes.slice(before)) expect(take).toMatchObject({ outsideIdentical: true })
    const { checks } = await json('doctor')
    expect(checks.find(({ name }: { name: string }) => name === 'Library file')?.state).toBe('ok')
    expect(readdirSync(join(home, 'cache', 'work'))).toEqual([])
  })

  test('two at once on one folder both finish', async () => {
    const generate = async (prompt: string, seed: string) => {
      const { code, stdout, stderr } = await startSegno(home, ['generate', '--prompt', prompt, '--seconds', '8', '--seed', seed, '--json']).ended
      expect(code, stderr).toBe(0)
      return JSON.parse(stdout)
    }
    const [one, two] = await Promise.all([generate('chip tune', '1'), generate('calm ambient', '2')])
    expect(one.tracks[0].trackId).not.toBe(two.tracks[0].trackId)
    expect((await json('tracks', 'stats')).tracks).toBe(4)
  })
})
