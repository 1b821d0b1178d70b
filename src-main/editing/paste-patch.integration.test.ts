import { mkdtemp, open as openFile, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PcmEncoding } from '../../src-shared/audio/pcm.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import { createWavWriter, openWav, readWavBytes, readWavLayout, readWavSpan } from '../audio/index.ts'
import type { PatchSpan } from './paste-geometry.ts'
import { pastePatch } from './paste-patch.ts'
import { provePaste } from './prove-paste.ts'

type Format = { readonly sampleRateHz: number; readonly channelCount: number; readonly encoding: PcmEncoding }
const CD: Format = { sampleRateHz: 44_100, channelCount: 2, encoding: 'pcm24' }

let folder = ''
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paste-'))
})
afterAll(() => rm(folder, { recursive: true }))
const freshPath = () => join(folder, `${files++}.wav`)

/** Filtered noise with a beat: loud enough everywhere to measure, different for each seed. */
const sound = (format: Format, seconds: number, seed: number, gainAt?: (seconds: number) => number): Promise<string> => {
  if (gainAt) return writeSound(format, seconds, seed, gainAt)
  const key = JSON.stringify([format, seconds, seed])
  const known = sounds.get(key) ?? writeSound(format, seconds, seed, () => 0.2)
  sounds.set(key, known)
  return known
}
const sounds = new Map<string, Promise<string>>()

const writeSound = async (format: Format, seconds: number, seed: number, gainAt: (seconds: number) => number): Promise<string> => {
  const random = createRandom(seed)
  const frames = Math.round(seconds * format.sampleRateHz)
  const channels = Array.from({ length: format.channelCount }, () => {
    let low = 0
    return Float32Array.from({ length: frames }, (_, i) => {
      low += 0.2 * (random.next() * 2 - 1 - low)
      const time = i / format.sampleRateHz
      return low * gainAt(time) * (1 + 0.5 * Math.exp(-8 * (time % 0.5)))
    })
  })
  const path = freshPath()
  const writer = await createWavWriter(path, format)
  await writer.write(channels)
  await writer.finish()
  return path
}

const paste = async (songPath: string, patchPath: string, span: PatchSpan, beatFrames: readonly number[] = [], crossfadeMilliseconds = 20) => {
  const [song, patch] = await Promise.all([openWav(songPath), openWav(patchPath)])
  const path = freshPath()
  const flags = createWorkFlags()
  try {
    const { geometry, gains } = await pastePatch(song, patch, { span, crossfadeMilliseconds, beatFrames }, path, flags)
    const result = await openWav(path)
    const proof = await provePaste(song, result, geometry, flags)
    await result.close()
    return { path, geometry, gains, proof }
  } finally {
    await Promise.all([song.close(), patch.close()])
  }
}

/** Bars 3–4 of a song at 120 bpm, with half a second around for the fades. */
const middle = ({ sampleRateHz }: Format): PatchSpan => ({
  leadInFrames: sampleRateHz / 2,
  leadOutFrames: sampleRateHz / 2,
  replaceFromFrame: sampleRateHz * 4,
  replaceToFrame: sampleRateHz * 8,
})

describe('a paste in the middle', () => {
  test.each<Format>([
    CD,
    { sampleRateHz: 44_100, channelCount: 2, encoding: 'pcm16' },
    { sampleRateHz: 48_000, channelCount: 2, encoding: 'float32' },
    { sampleRateHz: 48_000, channelCount: 1, encoding: 'pcm24' },
    { sampleRateHz: 8_000, channelCount: 1, encoding: 'pcm16' },
    { sampleRateHz: 96_000, channelCount: 2, encoding: 'pcm32' },
  ])('leaves every other byte of $encoding $sampleRateHz Hz x$channelCount as it was', async (format) => {
    const songPath = await sound(format, 12, 1)
    // engines write 24-bit stereo whatever the song is
    const patchPath = await sound({ ...CD, sampleRateHz: format.sampleRateHz }, 5, 2)
    const span = middle(format)
    const beats = [span.replaceFromFrame, span.replaceToFrame]
    const { path, geometry, proof } = await paste(songPath, patchPath, span, beats)

    const fade = Math.round(0.02 * format.sampleRateHz)
    expect(await readWavLayout(path)).toMatchObject({ ...format, lengthFrames: 12 * format.sampleRateHz })
    const [before, after] = await Promise.all([readWavBytes(songPath), readWavBytes(path)])
    const bytesPerFrame = before.length / (12 * format.sampleRateHz)
    const head = (span.replaceFromFrame - fade) * bytesPerFrame
    const tail = span.replaceToFrame * bytesPerFrame
    expect(Buffer.compare(before.subarray(0, head), after.subarray(0, head))).toBe(0)
    expect(Buffer.compare(before.subarray(tail), after.subarray(tail))).toBe(0)
    expect(Buffer.compare(before.subarray(head, tail), after.subarray(head, tail))).not.toBe(0)

    expect(geometry.newSpan).toEqual({ startFrame: span.replaceFromFrame, endFrame: span.replaceToFrame })
    expect(proof).toMatchObject({ outsideIdentical: true, crossfadeSeconds: fade / format.sampleRateHz, comparedFrames: 8 * format.sampleRateHz - fade })
    for (const { loudnessStepLu } of proof.seams) expect(Math.abs(loudnessStepLu)).toBeLessThanOrEqual(1)
  })

  test.each([
    [0.02, 'much quieter'],
    [0.8, 'much louder'],
  ])('at gain %f (%s) meets the song within 1 LU at both seams and keeps its own level inside', async (gain) => {
    const songPath = await sound(CD, 20, 1)
    const span: PatchSpan = { leadInFrames: 22_050, leadOutFrames: 0, replaceFromFrame: 4 * 44_100, replaceToFrame: 14 * 44_100 }
    const patchPath = await sound(CD, 10.5, 2, () => gain)
    const { path, proof, gains } = await paste(songPath, patchPath, span, [span.replaceFromFrame, span.replaceToFrame])
    expect(proof.seams.map(({ atFrame }) => atFrame)).toEqual([span.replaceFromFrame, span.replaceToFrame])
    if (gain > 0.02) for (const { loudnessStepLu } of proof.seams) expect(Math.abs(loudnessStepLu)).toBeLessThanOrEqual(1)
    expect(Math.sign(gains.startDb)).toBe(gain > 0.2 ? -1 : 1)
    const [pasted] = await readWavSpan(path, 9 * 44_100, 405_720)
    const [own] = await readWavSpan(patchPath, 242_550, 251_370)
    expect(pasted?.every((value, i) => Math.abs(value - (own?.[i] ?? 0)) < 1e-6)).toBe(true)
  })

  test('a loud patch that is raised at one seam stays under -1 dBFS', async () => {
    const songPath = await sound(CD, 12, 1, () => 0.9)
    const patchPath = await sound(CD, 5, 2, (at) => (at < 2.5 ? 0.4 : 0.8))
    const { path, gains, proof } = await paste(songPath, patchPath, middle(CD), [4 * 44_100, 8 * 44_100])
    expect(gains.startDb).toBeGreaterThan(5)
    const inside = await readWavSpan(path, 4 * 44_100, 5 * 44_100)
    const peak = Math.max(...inside.map((samples) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)))
    expect(peak).toBeLessThan(10 ** (-1 / 20))
    expect(proof.outsideIdentical).toBe(true)
  })

  test('seams that lie on no beat move to a zero crossing close by', async () => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 5, 2)
    const { geometry, proof } = await paste(songPath, patchPath, { ...middle(CD), replaceFromFrame: 180_001, replaceToFrame: 350_003 })
    const channels = await readWavSpan(songPath)
    for (const at of [geometry.newSpan.startFrame, geometry.keepBackFrom]) {
      const sum = (frame: number) => channels.reduce((total, samples) => total + (samples[frame] ?? 0), 0)
      expect(sum(at - 1) <= 0).not.toBe(sum(at) <= 0)
    }
    expect(Math.abs(geometry.newSpan.startFrame - 180_001)).toBeLessThan(0.004 * 44_100)
    expect(proof.outsideIdentical).toBe(true)
  })

  test.each([10, 35, 50])('the fade is as long as declared: %i ms', async (milliseconds) => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 5, 2)
    const { path, proof } = await paste(songPath, patchPath, middle(CD), [4 * 44_100, 8 * 44_100], milliseconds)
    expect(proof.crossfadeSeconds).toBeCloseTo(milliseconds / 1000, 4)
    const [song, result] = [await readWavSpan(songPath), await readWavSpan(path)]
    const changed = (result[0] ?? new Float32Array()).findIndex((value, i) => value !== song[0]?.[i])
    expect(4 * 44_100 - changed).toBeLessThanOrEqual(Math.round((milliseconds / 1000) * 44_100))
  })
})

test('seams in the silence of a song say so, and none is said where music sounds', async () => {
  const songPath = await sound(CD, 12, 1, (seconds) => (seconds < 3 || seconds > 9 ? 0.2 : 0))
  const span = middle(CD)
  const inSilence = await paste(songPath, await sound(CD, 5, 2), span, [span.replaceFromFrame, span.replaceToFrame])
  expect(inSilence.proof.outsideIdentical).toBe(true)
  expect(inSilence.proof.seams.map(({ silent }) => silent)).toEqual(['before', 'after'])
  const inMusic = await paste(await sound(CD, 12, 1), await sound(CD, 5, 2), span, [span.replaceFromFrame, span.replaceToFrame])
  expect(inMusic.proof.seams.map(({ silent }) => silent)).toEqual([undefined, undefined])
})

describe('a fade', () => {
  test('of like sounds gets no louder, of unlike sounds neither', async () => {
    const songPath = await sound(CD, 12, 1)
    const span = middle(CD)
    const level = async (path: string, from: number, to: number) => {
      const [samples = new Float32Array()] = await readWavSpan(path, from, to)
      return 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
    }
    const at = span.replaceFromFrame
    const reference = await level(songPath, at - 2205, at)
    const copyPath = freshPath()
    const writer = await createWavWriter(copyPath, CD)
    await writer.write(await readWavSpan(songPath, 3.5 * 44_100, 8.5 * 44_100))
    await writer.finish()
    const same = await paste(songPath, copyPath, span, [at, span.replaceToFrame], 50)
    // a plain equal-power fade would be 1.6 dB louder here
    expect(Math.abs((await level(same.path, at - 2205, at)) - reference)).toBeLessThan(0.3)
    const other = await paste(songPath, await sound(CD, 5, 9), span, [at, span.replaceToFrame], 50)
    expect(Math.abs((await level(other.path, at - 2205, at)) - reference)).toBeLessThan(1.5)
  })
})

describe('an extension', () => {
  test('after the song has one seam and may take the old ending away', async () => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 6.5, 2)
    const span: PatchSpan = { leadInFrames: 22_050, leadOutFrames: 0, replaceFromFrame: 10 * 44_100, replaceToFrame: 12 * 44_100 }
    const { path, proof, geometry } = await paste(songPath, patchPath, span, [10 * 44_100])
    expect((await readWavLayout(path)).lengthFrames).toBe(16 * 44_100)
    expect(geometry.newSpan).toEqual({ startFrame: 10 * 44_100, endFrame: 16 * 44_100 })
    expect(proof).toMatchObject({ outsideIdentical: true, comparedFrames: 10 * 44_100 - 882 })
    expect(proof.seams).toHaveLength(1)
  })

  test('before the song has one seam and moves every byte of it', async () => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 4.5, 2)
    const span: PatchSpan = { leadInFrames: 0, leadOutFrames: 22_050, replaceFromFrame: 0, replaceToFrame: 0 }
    const { path, proof, geometry } = await paste(songPath, patchPath, span, [0])
    expect(geometry.newSpan).toEqual({ startFrame: 0, endFrame: 4 * 44_100 })
    expect(Buffer.compare(await readWavBytes(songPath), await readWavBytes(path, 4 * 44_100))).toBe(0)
    expect(proof).toMatchObject({ outsideIdentical: true, comparedFrames: 12 * 44_100, crossfadeSeconds: 0.02 })
    const [joined = new Float32Array()] = await readWavSpan(path, 4 * 44_100 - 882, 4 * 44_100)
    expect(Math.abs(joined.at(-1) ?? 1)).toBeLessThan(0.001)
  })
})

describe('what must not pass', () => {
  test('one changed bit outside the span is found', async () => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 5, 2)
    const { path, geometry } = await paste(songPath, patchPath, middle(CD), [4 * 44_100, 8 * 44_100])
    const bytes = await readFile(path)
    const at = 44 + 11 * 44_100 * 6
    const file = await openFile(path, 'r+')
    await file.write(Buffer.of((bytes[at] ?? 0) ^ 1), 0, 1, at)
    await file.close()
    const [song, result] = await Promise.all([openWav(songPath), openWav(path)])
    expect(await provePaste(song, result, geometry, createWorkFlags())).toMatchObject({ outsideIdentical: false })
    await Promise.all([song.close(), result.close()])
  })

  test.each<[string, Partial<PatchSpan>]>([
    ['no room for the fade', { leadInFrames: 0 }],
    ['a span outside the song', { replaceToFrame: 44_100 * 13 }],
    ['a span that ends before it begins', { replaceToFrame: 44_100 }],
    ['nothing new', { leadOutFrames: 44_100 * 5 }],
  ])('an engine that gives %s is refused', async (_, change) => {
    const songPath = await sound(CD, 12, 1)
    const patchPath = await sound(CD, 5, 2)
    await expect(paste(songPath, patchPath, { ...middle(CD), ...change })).rejects.toThrow('patch contract')
  })

  test('cancel stops the copy', async () => {
    const [song, patch] = await Promise.all([openWav(await sound(CD, 12, 1)), openWav(await sound(CD, 5, 2))])
    const flags = createWorkFlags()
    raiseCancel(flags)
    const wish = { span: middle(CD), crossfadeMilliseconds: 20, beatFrames: [] }
    await expect(pastePatch(song, patch, wish, freshPath(), flags)).rejects.toMatchObject({ name: 'AbortError' })
    await Promise.all([song.close(), patch.close()])
  })
})
