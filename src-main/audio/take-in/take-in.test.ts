import { expect, test } from 'vitest'
import { encodePcm } from '../../../src-shared/audio/pcm.ts'
import { placesFor } from '../audio-service.ts'
import { createPcmMeasure } from './measure-pcm.ts'

test('as many files at once as cores and memory allow, and always one', () => {
  const giga = 2 ** 30
  expect([placesFor(2, 16 * giga), placesFor(16, 64 * giga), placesFor(8, 4 * giga), placesFor(4, giga / 2)]).toEqual([2, 8, 3, 1])
})

test('samples that come in odd pieces measure as in one, also the peak between the last ones', () => {
  const sine = Float32Array.from({ length: 100_001 }, (_, i) => 0.7 * Math.sin(i * 0.9) * (i > 99_990 ? 1.2 : 1))
  const bytes = encodePcm([sine, sine.map((value) => -value / 2)], 'pcm24')
  const format = { sampleRateHz: 44_100, channelCount: 2, encoding: 'pcm24' } as const
  const whole = createPcmMeasure(format)
  whole.take(bytes)
  const pieces = createPcmMeasure(format)
  for (let at = 0; at < bytes.length; at += 6 * 7_777) pieces.take(bytes.subarray(at, Math.min(bytes.length, at + 6 * 7_777)))
  const measured = whole.finish()
  expect(pieces.finish()).toEqual(measured)
  expect(measured.pieces.reduce((sum, [left]) => sum + (left?.min.length ?? 0), 0)).toBe(Math.ceil(100_001 / 256))
  expect(measured.loudness.truePeakDbtp).toBeGreaterThan(-2)
})
