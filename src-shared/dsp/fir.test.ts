import { describe, expect, test } from 'vitest'
import { createRandom } from '../kernel/random.ts'
import { createFirFilter, filterOfGain, kaiserTaps, lowPass } from './fir.ts'
import { createRationalResampler } from './rational-resampler.ts'

const db = (ratio: number): number => 20 * Math.log10(Math.max(1e-12, ratio))
const sine = (length: number, hz: number, rateHz: number, from = 0): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * (i + from)) / rateHz))
const peak = (samples: Float32Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

describe('filters', () => {
  test('a Kaiser low-pass keeps its promise on both sides', () => {
    const kernel = lowPass(kaiserTaps(0.02, 100), 0.1, 100)
    const filter = createFirFilter(kernel)
    const through = (frequency: number) => peak(filter.apply(sine(8000 + filter.taps, frequency, 1)))
    expect(Math.abs(db(through(0.05)))).toBeLessThan(0.001)
    expect(db(through(0.112))).toBeLessThan(-98)
    expect(db(through(0.3))).toBeLessThan(-98)
  })

  test('pieces join to the whole, sample by sample', () => {
    const filter = createFirFilter(filterOfGain(511, (frequency) => (frequency > 0.25 ? 1 : 0), 90))
    const random = createRandom(3)
    const sound = Float32Array.from({ length: 9000 }, () => random.next() - 0.5)
    const whole = filter.apply(sound)
    const cut = 3777
    const first = filter.apply(sound.subarray(0, cut + 2 * filter.reach))
    const second = filter.apply(sound.subarray(cut))
    const joined = Float32Array.from([...first, ...second])
    expect(joined.length).toBe(whole.length)
    expect(peak(joined.map((value, i) => value - (whole[i] as number)))).toBeLessThan(1e-6)
  })
})

describe('rates', () => {
  const convert = (input: Float32Array, fromHz: number, toHz: number): Float32Array => {
    const { reach, stepIn, resample } = createRationalResampler(fromHz, toHz)
    const padded = new Float32Array(2 * reach + Math.floor(input.length / stepIn) * stepIn)
    padded.set(input.subarray(0, padded.length - 2 * reach), reach)
    return resample(padded)
  }

  test.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [48_000, 44_100],
    [16_000, 48_000],
    [22_050, 48_000],
    [44_100, 48_000],
  ])('%i to %i Hz: flat where it passes, aliases and images at least 100 dB down', (fromHz, toHz) => {
    const nyquist = Math.min(fromHz, toHz) / 2
    const middle = (samples: Float32Array) => samples.subarray(samples.length / 4, (samples.length * 3) / 4)
    for (const share of [0.02, 0.3, 0.6, 0.9]) {
      const hz = share * nyquist
      const got = convert(sine(fromHz, hz, fromHz), fromHz, toHz)
      const wanted = sine(got.length, hz, toHz)
      expect(db(peak(middle(got.map((value, i) => value - (wanted[i] as number)))))).toBeLessThan(-100)
    }
    if (toHz < fromHz)
      for (const share of [1.001, 1.1, 1.6]) {
        const hz = share * nyquist
        if (hz < fromHz / 2) expect(db(peak(middle(convert(sine(fromHz, hz, fromHz), fromHz, toHz))))).toBeLessThan(-100)
      }
  })

  test('pieces made apart are the whole', () => {
    const { reach, stepIn, stepOut, resample } = createRationalResampler(44_100, 16_000)
    const random = createRandom(5)
    const sound = Float32Array.from({ length: 2 * reach + 40 * stepIn }, () => random.next() - 0.5)
    const whole = resample(sound)
    const second = resample(sound.subarray(13 * stepIn))
    expect([...second]).toEqual([...whole.subarray(13 * stepOut)])
  })
})
