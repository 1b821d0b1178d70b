import { expect, test } from 'vitest'
import { createAmp } from './amp.ts'
import { Kernel } from './kernel/kernel.ts'

const RATE = 44_100
const CHUNK = 1024

/** What comes out of the amplifier for a sound of one second, left channel. */
const through = (drive: number, sound: (seconds: number) => number): Float32Array => {
  const kernel = new Kernel()
  kernel.begin()
  const amp = createAmp(kernel, drive, RATE)
  const [leftAt, rightAt] = [kernel.scratchFrames(CHUNK + 4), kernel.scratchFrames(CHUNK + 4)]
  const out = new Float32Array(CHUNK * 43)
  for (let from = 0; from < out.length; from += CHUNK) {
    for (const at of [leftAt, rightAt]) kernel.view(at, CHUNK).set(Float32Array.from({ length: CHUNK }, (_, i) => sound((from + i) / RATE)))
    amp(leftAt, rightAt, CHUNK)
    out.set(kernel.view(leftAt, CHUNK), from)
  }
  return out.subarray(out.length / 2)
}

const levelDb = (samples: Float32Array): number => 10 * Math.log10(samples.reduce((sum, value) => sum + value * value, 0) / samples.length + 1e-15)
const toneDb = (samples: Float32Array, hz: number): number => {
  let [re, im] = [0, 0]
  samples.forEach((value, i) => {
    re += value * Math.cos((2 * Math.PI * hz * i) / RATE)
    im += value * Math.sin((2 * Math.PI * hz * i) / RATE)
  })
  return 10 * Math.log10((4 * (re * re + im * im)) / samples.length ** 2 + 1e-15)
}
const sine = (hz: number, amplitude: number) => (seconds: number) => amplitude * Math.sin(2 * Math.PI * hz * seconds)

test('holds quiet and loud together, the more the higher its gain, and is silent for silence', () => {
  const span = (drive: number): number => levelDb(through(drive, sine(220, 0.4))) - levelDb(through(drive, sine(220, 0.04)))
  expect(span(0)).toBeGreaterThan(12)
  expect(span(1)).toBeLessThan(9)
  expect(Math.max(...through(1, () => 0).map(Math.abs))).toBe(0)
})

test('grows the octave below out of a fifth, as only strings that are driven together do', () => {
  const chord = through(0.8, (seconds) => sine(220, 0.2)(seconds) + sine(330, 0.2)(seconds))
  const apart = through(0.8, sine(220, 0.2)).map((value, i) => value + (through330[i] ?? 0))
  expect(toneDb(chord, 110) - toneDb(apart, 110)).toBeGreaterThan(20)
})
const through330 = through(0.8, sine(330, 0.2))

test('is a closed box: no direct current, little above its speakers', () => {
  const driven = through(1, sine(1000, 0.4))
  expect(Math.abs(driven.reduce((sum, value) => sum + value, 0) / driven.length)).toBeLessThan(1e-3)
  expect(toneDb(driven, 9000) - toneDb(driven, 1000)).toBeLessThan(-30)
})
