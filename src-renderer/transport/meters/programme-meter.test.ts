import { expect, test } from 'vitest'
import { integratedLoudness } from '../../../src-shared/dsp/loudness.ts'
import type { Samples, SoundReader } from '../audio-reader.ts'
import { createProgrammeMeter } from './programme-meter.ts'

const RATE = 48_000

/** ten seconds of two sines whose level breathes, in blocks of one second */
const sound = (seconds = 10): { reader: SoundReader; channels: Float32Array[] } => {
  const channels = [440, 660].map((hz) =>
    Float32Array.from({ length: seconds * RATE }, (_, i) => 0.2 * (1.2 + Math.sin((2 * Math.PI * i) / RATE / 3)) * Math.sin((2 * Math.PI * hz * i) / RATE)),
  )
  const blocks: Samples[] = Array.from({ length: seconds }, (_, i) => ({
    channels: channels.map((samples) => samples.slice(i * RATE, (i + 1) * RATE)),
    frameCount: RATE,
  }))
  const reader = { layout: { sampleRateHz: RATE, channelCount: 2, lengthFrames: seconds * RATE }, blockFrames: RATE, readyBlock: (i: number) => blocks[i] }
  return { reader: reader as unknown as SoundReader, channels }
}
const play = (meter: ReturnType<typeof createProgrammeMeter>, reader: SoundReader, from: number, to: number, gain = 1) => {
  for (let frame = from; frame <= to; frame += 1_600) meter.follow(reader, frame, gain)
}

test('looked at thirty times a second, the integrated loudness is that of the whole sound within 0.1 LU', () => {
  const { reader, channels } = sound()
  const meter = createProgrammeMeter()
  play(meter, reader, 0, 10 * RATE)
  const { integratedLufs, heardSeconds, rangeLu, maxTruePeakDbtp } = meter.read()
  expect(heardSeconds).toBeCloseTo(10, 0)
  expect(Math.abs((integratedLufs ?? 0) - (integratedLoudness(channels, RATE) ?? 99))).toBeLessThan(0.1)
  expect(rangeLu).toBeGreaterThan(0)
  expect(maxTruePeakDbtp).toBeCloseTo(20 * Math.log10(0.44), 1)
})

test('what was jumped over is not measured, what is looped is heard again, gain counts', () => {
  const { reader } = sound()
  const meter = createProgrammeMeter()
  play(meter, reader, 0, 2 * RATE)
  play(meter, reader, 8 * RATE, 9 * RATE)
  play(meter, reader, 0, RATE)
  expect(meter.read().heardSeconds).toBeCloseTo(4, 0)
  const loud = meter.read().maxMomentaryLufs ?? 0
  meter.reset()
  expect(meter.read()).toMatchObject({ integratedLufs: undefined, maxTruePeakDbtp: undefined, heardSeconds: 0 })
  meter.lift()
  play(meter, reader, 0, 2 * RATE, 0.5)
  expect((meter.read().maxMomentaryLufs ?? 0) - loud).toBeCloseTo(-6, 0)
})
