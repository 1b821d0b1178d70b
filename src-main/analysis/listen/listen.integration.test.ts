import { expect, test } from 'vitest'
import { SURE_TEMPO } from '../../../src-shared/analysis/hearing.ts'
import { chordSong, chordTurn, clicks, fMeasure, noise, pulse, RATE_HZ } from '../../../src-shared/dsp/music-for-tests.ts'
import { soundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { barToSeconds } from '../../../src-shared/score/musical-time.ts'
import { findForm } from './find-sections.ts'
import { listen } from './listen.ts'

const work = { checkpoint: () => undefined, progress: () => undefined }
const hear = (sound: Float32Array) => listen(sound, RATE_HZ, work)
const SECONDS = 45

const barLines = (hearing: ReturnType<typeof hear>): number[] => {
  const grid = hearing.grid
  if (!grid) return []
  const lines = Array.from({ length: 200 }, (_, bar) => grid.firstBarSeconds + barToSeconds(grid.tempoMap, grid.timeSignature, bar))
  return lines.filter((line) => line < hearing.seconds - 0.3)
}

test.each([61, 97.3, 128, 140])('a click track at %d bpm has that tempo, and bars begin on its accents', (tempoBpm) => {
  const moments = pulse(() => tempoBpm, SECONDS)
  const hearing = hear(clicks(moments, SECONDS))
  expect(hearing.tempo?.isSteady).toBe(true)
  expect(Math.abs((hearing.tempo?.bpm ?? 0) / tempoBpm - 1)).toBeLessThan(0.002)
  expect(hearing.tempo?.confidence).toBeGreaterThan(0.8)
  expect(
    fMeasure(
      barLines(hearing),
      moments.filter((_, i) => i % 4 === 0),
    ),
  ).toBeGreaterThan(0.95)
})

test('three beats a bar are heard as three', () => {
  const moments = pulse(() => 110, SECONDS)
  const hearing = hear(clicks(moments, SECONDS, 3))
  expect(hearing.meter?.timeSignature).toEqual({ beats: 3, unit: 4 })
})

test.each([
  [120, 5, 120, { beats: 5, unit: 4 }],
  [220, 7, 110, { beats: 7, unit: 8 }],
])('%d clicks a minute with each %dth accented have bars of so many', (clicksPerMinute, accentEvery, bpm, timeSignature) => {
  const hearing = hear(
    clicks(
      pulse(() => clicksPerMinute, SECONDS),
      SECONDS,
      accentEvery,
    ),
  )
  expect(hearing.meter?.timeSignature).toEqual(timeSignature)
  expect(Math.abs((hearing.tempo?.bpm ?? 0) / bpm - 1)).toBeLessThan(0.002)
})

test.each([
  ['a step', (at: number) => (at < 22 ? 100 : 130)],
  ['a slow rise', (at: number) => 90 + at / 2],
  ['rubato', (at: number) => 100 + 8 * Math.sin(at / 3)],
])('beats follow a tempo that changes: %s', (_, tempoAt) => {
  const moments = pulse(tempoAt, SECONDS)
  const hearing = hear(clicks(moments, SECONDS))
  expect(hearing.tempo?.isSteady).toBe(false)
  expect(
    fMeasure(
      barLines(hearing),
      moments.filter((_moment, i) => i % 4 === 0),
    ),
  ).toBeGreaterThan(0.9)
  const truth = moments.map(tempoAt)
  expect(hearing.tempo?.lowestBpm).toBeGreaterThan(Math.min(...truth) * 0.9)
  expect(hearing.tempo?.highestBpm).toBeLessThan(Math.max(...truth) * 1.1)
})

test('where there is no beat, nobody claims to be sure of one', () => {
  const swell = noise(SECONDS).map((value, i) => value * (0.5 + 0.5 * Math.sin((i / RATE_HZ) * (1.3 + Math.sin(i / 50_000)))))
  const drone = Float32Array.from({ length: SECONDS * RATE_HZ }, (_, i) => 0.3 * Math.sin(i * 0.05))
  const random = createRandom(11)
  const anywhere = pulse(() => 60 / (0.15 + 0.9 * random.next()), SECONDS)
  for (const sound of [noise(SECONDS), swell, drone, clicks(anywhere, SECONDS, 1_000)]) expect(hear(sound).tempo?.confidence ?? 0).toBeLessThan(SURE_TEMPO)
})

test('silence, a moment and nothing at all are heard as what they are', () => {
  expect(hear(new Float32Array(RATE_HZ * 5))).toMatchObject({ isSilent: true, parts: [], partsConfidence: 0 })
  expect(hear(new Float32Array(0))).toMatchObject({ isSilent: true, seconds: 0 })
  const moment = hear(noise(0.05))
  expect(moment.isSilent).toBe(false)
  expect(moment.tempo).toBeUndefined()
  expect(moment.grid).toBeUndefined()
})

test('a recording tuned a third of a semitone high keeps its key, and says how it is tuned', () => {
  const chords = Array.from({ length: 4 }, () => chordTurn(0, false)).flat()
  const sound = chordSong(chords, 1)
  const ratio = 2 ** (0.3 / 12)
  const high = Float32Array.from({ length: Math.floor(sound.length / ratio) - 1 }, (_, i) => {
    const at = i * ratio
    const left = Math.floor(at)
    return (sound[left] as number) * (1 - (at - left)) + (sound[left + 1] as number) * (at - left)
  })
  const hearing = hear(high)
  expect(hearing.tuningCents).toBeGreaterThan(20)
  expect(hearing.tuningCents).toBeLessThan(40)
  expect(hearing.key?.key.tonic).toBe('C')
})

test('parts begin where the sound changes, and the same sound has the same letter', () => {
  const soft = chordSong(Array.from({ length: 4 }, () => chordTurn(0, false)).flat(), 1, 1)
  const rich = chordSong(Array.from({ length: 4 }, () => chordTurn(0, true)).flat(), 1, 9).map(
    (value, i) => value * 1.6 + (i % 5_000 < 400 ? 0.2 * Math.sin(i) : 0),
  )
  const sound = new Float32Array(soft.length * 4)
  for (const [index, part] of [soft, rich, soft, rich].entries()) sound.set(part, index * soft.length)
  const lines = Array.from({ length: 65 }, (_, i) => i)
  const { sections, confidence } = findForm(soundFrames(sound, RATE_HZ), lines)
  expect(sections.map(({ label, firstLine }) => `${label}${firstLine}`)).toEqual(['A0', 'B16', 'A32', 'B48'])
  expect(confidence).toBeGreaterThan(0.3)
})

test('the same sound is heard the same way twice', () => {
  const sound = clicks(
    pulse(() => 100, 20),
    20,
  )
  expect(hear(sound)).toEqual(hear(sound))
})
