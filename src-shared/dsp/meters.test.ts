import { expect, test } from 'vitest'
import { bandCentres, createBandSpectrum } from './band-spectrum.ts'
import { stereoCorrelation } from './stereo-correlation.ts'

const sine = (hz: number, gain = 1) => Float32Array.from({ length: 4096 }, (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / 48_000))

test('correlation: mono is 1, opposite sides are -1, another note is near 0, silence has none', () => {
  const tone = sine(440)
  expect(stereoCorrelation(tone, tone)).toBeCloseTo(1)
  expect(stereoCorrelation(tone, sine(440, -0.3))).toBeCloseTo(-1)
  expect(Math.abs(stereoCorrelation(tone, sine(1_013)) ?? 1)).toBeLessThan(0.05)
  expect(stereoCorrelation(tone, new Float32Array(4096))).toBeUndefined()
})

test('spectrum: a sine stands in its own band at its own level, and nowhere else', () => {
  const centres = bandCentres()
  const levels = new Float32Array(centres.length)
  const spectrum = createBandSpectrum()
  for (const [band, hz] of [...centres.entries()].filter(([, centre]) => centre > 300 && centre < 12_000)) {
    spectrum.read(sine(hz, 0.1), 48_000, levels)
    expect(levels[band]).toBeGreaterThan(-21)
    expect(levels[band]).toBeLessThan(-19.5)
    expect(Math.max(...levels.filter((_, other) => Math.abs(other - band) > 3))).toBeLessThan(-60)
  }
  spectrum.read(new Float32Array(4096), 48_000, levels)
  expect(Math.max(...levels)).toBe(-120)
})
