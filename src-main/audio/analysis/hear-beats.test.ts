import { expect, test } from 'vitest'
import { beatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { clicks, fMeasure, pulse } from '../../../src-shared/dsp/music-for-tests.ts'
import { clickTrack } from '../sound-for-tests.ts'
import { hearBeats } from './hear-beats.ts'

const RATE = 22_050
const heard = (samples: Float32Array) => hearBeats(beatCurves(samples, RATE), samples.length / RATE)

test('a loud open hat between the beats is not taken for the beat', () => {
  const beat = 60 / 124
  const samples = new Float32Array(RATE * 20)
  for (let n = 0; (n + 1) * beat < 20; n++) {
    const kick = Math.round((n * beat + 0.1) * RATE)
    for (let i = 0; i < 3_000; i++) samples[kick + i] = 0.6 * Math.exp(-i / 700) * Math.sin((2 * Math.PI * 55 * i) / RATE)
    const hat = Math.round((n * beat + 0.1 + beat / 2) * RATE)
    for (let i = 0; i < 1_500; i++) samples[hat + i] = (samples[hat + i] ?? 0) + 0.7 * Math.exp(-i / 400) * Math.sin(i * i * 0.37)
  }
  const pulse = heard(samples)
  expect(pulse?.tempoBpm).toBeCloseTo(124, 0)
  expect(Math.abs((pulse?.beats[0] ?? 9) - 0.1)).toBeLessThan(0.02)
})

test('the longer it lasts the finer the tempo: a hundredth of a beat a minute in a minute', () => {
  expect(heard(clickTrack(60, RATE, 97.3, 0.2))?.tempoBpm).toBeCloseTo(97.3, 2)
})

test('a drift of two percent between many notes is no steady tempo, though a ruler always hits something', () => {
  const sixteenths = pulse((at) => 4 * (100 + 2 * Math.sin(at / 9)), 45)
  expect(heard(clicks(sixteenths, 45))?.isSteady).toBe(false)
  expect(
    heard(
      clicks(
        pulse(() => 400, 45),
        45,
      ),
    )?.isSteady,
  ).toBe(true)
})

test('a tempo that rises is followed past off-beats that grow louder than the beats', () => {
  const beats = pulse((at) => 110 + 0.7 * at, 40)
  const between = beats.slice(1).map((beat, i) => (beat + (beats[i] as number)) / 2)
  const offBeats = clicks(
    between.filter((at) => at > 20),
    40,
    Number.POSITIVE_INFINITY,
  )
  const found = heard(clicks(beats, 40).map((value, i) => value + 1.6 * (offBeats[i] as number)))
  const settled = (moments: readonly number[]) => moments.filter((at) => at > 5 && at < 38)
  expect(found?.isSteady).toBe(false)
  expect(fMeasure(settled(found?.beats ?? []), settled(beats))).toBeGreaterThan(0.95)
})

test('noise-free silence has no pulse', () => expect(heard(new Float32Array(RATE * 5))).toBeUndefined())
