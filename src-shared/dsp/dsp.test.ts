import { expect, test } from 'vitest'
import { createRandom } from '../kernel/random.ts'
import { type BiquadCoefficients, createBiquad, highPass, highShelf, lowPass, lowShelf, peaking } from './biquad.ts'
import { equalPowerIn, equalPowerOut, fadeOutTail } from './crossfade.ts'
import { applyLimiter, GAIN_BLOCK, limiterGains } from './limiter.ts'
import { createKMeter, gatedLoudness, integratedLoudness, loudnessRange, windowLoudness } from './loudness.ts'
import { truePeak } from './true-peak.ts'

const RATE = 48_000
const sine = (hertz: number, amplitude: number, seconds: number, phase = 0, rate = RATE): Float32Array =>
  Float32Array.from({ length: seconds * rate }, (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / rate + phase))

/** gain in dB of a filter for a sine, after it has settled */
const response = (coefficients: BiquadCoefficients, hertz: number): number => {
  const samples = sine(hertz, 1, 1)
  createBiquad(coefficients).process(samples, 0, samples.length)
  return 20 * Math.log10(samples.subarray(RATE / 2).reduce((most, value) => Math.max(most, Math.abs(value)), 0))
}

test('filters let through and hold back what they should', () => {
  expect(response(lowPass(1000, Math.SQRT1_2, RATE), 1000)).toBeCloseTo(-3, 0)
  expect(response(lowPass(1000, Math.SQRT1_2, RATE), 8000)).toBeLessThan(-34)
  expect(response(highPass(1000, Math.SQRT1_2, RATE), 100)).toBeLessThan(-38)
  expect(response(peaking(1000, 1, 6, RATE), 1000)).toBeCloseTo(6, 1)
  expect(response(lowShelf(300, 4, RATE), 40)).toBeCloseTo(4, 0)
  expect(response(highShelf(3000, -5, RATE), 15_000)).toBeCloseTo(-5, 0)
})

test.each([44_100, 48_000, 96_000])('loudness: EBU Tech 3341 case 1 at %i Hz, a stereo sine of -23 dBFS at 1 kHz is -23 LUFS', (rate) => {
  const tone = sine(1000, 10 ** (-23 / 20), 20, 0, rate)
  expect(integratedLoudness([tone, tone], rate)).toBeCloseTo(-23, 1)
})

/** 100 ms energies of a stereo sine at 1 kHz whose level goes through [dBFS, seconds] */
const energiesOf = (levels: readonly (readonly [db: number, seconds: number])[]) => {
  const meter = createKMeter(RATE)
  const step = RATE / 10
  let at = 0
  return levels.flatMap(([db, seconds]) =>
    Array.from({ length: seconds * 10 }, () => {
      const tone = Float32Array.from({ length: step }, () => 10 ** (db / 20) * Math.sin((2 * Math.PI * 1_000 * at++) / RATE))
      return 2 * meter.energy(tone, 0, step)
    }),
  )
}

test.each([
  {
    levels: [
      [-20, 20],
      [-30, 20],
    ] as const,
    range: 10,
  },
  {
    levels: [
      [-20, 20],
      [-15, 20],
    ] as const,
    range: 5,
  },
  {
    levels: [
      [-40, 20],
      [-20, 20],
    ] as const,
    range: 20,
  },
  {
    levels: [
      [-50, 20],
      [-35, 20],
      [-20, 20],
      [-35, 20],
      [-50, 20],
    ] as const,
    range: 15,
  },
])('loudness range: EBU Tech 3342 signals, $range LU', ({ levels, range }) => {
  expect(Math.abs((loudnessRange(energiesOf(levels), RATE / 10) ?? 0) - range)).toBeLessThan(1)
})

test('momentary and short-term loudness: EBU Tech 3341, windows of 400 ms and 3 s, nothing before they are full', () => {
  const energies = energiesOf([
    [-33, 5],
    [-23, 1],
  ])
  const step = RATE / 10
  expect(windowLoudness(energies, step, 4)).toBeCloseTo(-23, 1)
  // a third of the 3 s is 10 dB louder: mean of the powers
  expect(windowLoudness(energies, step, 30)).toBeCloseTo(10 * Math.log10((2 * 10 ** -3.3 + 10 ** -2.3) / 3), 1)
  expect(windowLoudness(energies, step, 30, 29)).toBeUndefined()
  expect(windowLoudness([0, 0, 0, 0], step, 4)).toBeUndefined()
  expect(gatedLoudness(energies.slice(50), step)).toBeCloseTo(-23, 1)
})

test('loudness: the gates keep silence and quiet parts out (EBU Tech 3341 case 3)', () => {
  const parts = [-36, -23, -36].map((level, i) => sine(1000, 10 ** (level / 20), [10, 60, 10][i] ?? 0))
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => {
    whole.set(part, at)
    return at + part.length
  }, 0)
  expect(integratedLoudness([whole, whole], RATE)).toBeCloseTo(-23, 1)
  expect(integratedLoudness([new Float32Array(RATE)], RATE)).toBeUndefined()
})

test('true peak sees between the samples: a sine at a quarter of the rate, sampled 3 dB below its top', () => {
  const samples = sine(RATE / 4, 0.5, 0.1, Math.PI / 4)
  expect(samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeCloseTo(0.3536, 3)
  expect(truePeak([samples])).toBeGreaterThan(0.49)
  expect(truePeak([samples])).toBeLessThan(0.52)
})

test('the limiter keeps every sample under its ceiling and leaves quiet music alone', () => {
  const random = createRandom(5)
  const samples = Float32Array.from(
    { length: GAIN_BLOCK * 2000 },
    (_, i) => (random.next() * 2 - 1) * (random.chance(0.002) ? 1.8 : 0.3) * (i < GAIN_BLOCK * 200 ? 0.1 : 1),
  )
  const before = Float32Array.from(samples)
  const peaks = Float32Array.from({ length: 2000 }, (_, block) =>
    samples.subarray(block * GAIN_BLOCK, (block + 1) * GAIN_BLOCK).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  )
  const gains = limiterGains(peaks, 1.5, 0.8, 50)
  applyLimiter(samples, gains, 1.5, 0, samples.length)
  expect(samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(0.8001)
  for (let i = 0; i < GAIN_BLOCK * 190; i++) expect(samples[i]).toBeCloseTo((before[i] ?? 0) * 1.5, 5)
})

test('crossfades keep the power, tails end in silence', () => {
  for (const x of [0, 0.1, 0.5, 0.9, 1]) expect(equalPowerIn(x) ** 2 + equalPowerOut(x) ** 2).toBeCloseTo(1, 12)
  const samples = new Float32Array(100).fill(1)
  fadeOutTail(samples, 50)
  expect(samples[49]).toBe(1)
  expect(samples[99]).toBe(0)
})
