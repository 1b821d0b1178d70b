import { describe, expect, test } from 'vitest'
import { createExciter } from './exciter.ts'
import { cutoffOf, findCutoff } from './find-cutoff.ts'
import { inputRateFor, reachOf } from './flashsr.ts'
import { levelMatch, slopeOf } from './level-match.ts'
import { cutOff, fallingNoise } from './sound-for-tests.ts'
import { bandPower, createMeanSpectrum, decibels } from './spectrum-meter.ts'
import { peakReach, tamePeaks } from './tame-peaks.ts'

const RATE = 44_100
const quiet = async () => undefined
const songOf = (channels: readonly Float32Array[], rateHz = RATE) => ({
  rateHz,
  lengthFrames: channels[0]?.length ?? 0,
  readChannels: async (from: number, to: number) =>
    channels.map((samples) => {
      const out = new Float32Array(to - from)
      out.set(samples.subarray(Math.max(0, from), to), Math.max(0, -from))
      return out
    }),
})
const look = (samples: Float32Array, rateHz = RATE) => findCutoff(songOf([samples], rateHz), quiet)
const spectrumOf = (samples: Float32Array): Float64Array => {
  const meter = createMeanSpectrum()
  meter.add(samples)
  return meter.mean()
}

describe('where a song ends', () => {
  const noise = fallingNoise(6, RATE, 1)
  test.each([4_000, 8_000, 11_025, 16_000])('an edge at %i Hz is found to within 150 Hz', async (cutoffHz) => {
    const found = await look(cutOff(noise, RATE, cutoffHz))
    expect(found.kind).toBe('edge')
    expect(Math.abs(found.cutoffHz - cutoffHz)).toBeLessThan(150)
  })

  test('a whole song is whole, also when it was cut where nobody hears it', async () => {
    expect((await look(noise)).kind).toBe('full')
    expect((await look(cutOff(noise, RATE, 19_800))).kind).toBe('full')
  })

  test("an encoder's shelf above its edge does not hide it", async () => {
    const low = cutOff(noise, RATE, 16_000)
    const wide = cutOff(fallingNoise(6, RATE, 2), RATE, 19_000)
    const narrow = cutOff(fallingNoise(6, RATE, 2), RATE, 16_000)
    // 30 dB under the song up to 19 kHz, and as loud as the song in two frames of a hundred
    const found = await look(low.map((value, i) => value + ((wide[i] as number) - (narrow[i] as number)) * (i % (50 * 4096) < 4096 ? 1 : 0.03)))
    expect(found.cutoffHz).toBeGreaterThan(15_500)
    expect(found.cutoffHz).toBeLessThan(16_500)
  })

  test('a dark pad under bright cymbals is no edge', async () => {
    const pad = cutOff(fallingNoise(6, RATE, 3), RATE, 3_000)
    const bright = fallingNoise(6, RATE, 4, -2)
    const mixed = pad.map((value, i) => value + 0.1 * (bright[i] as number) * ((i * 4) % RATE < RATE / 2 ? 1 : 0))
    expect((await look(mixed)).kind).toBe('full')
  })

  test('silence, a click and a single frame are answered, not broken', async () => {
    expect((await look(new Float32Array(RATE))).kind).toBe('silent')
    expect((await look(new Float32Array(1))).kind).toBe('silent')
    const click = new Float32Array(RATE)
    click[100] = 1
    expect((await look(click)).kind).toBe('full')
  })

  test('a rate of 22 kHz ends where its resampler ended', async () => {
    const found = await look(fallingNoise(4, 22_050, 1), 22_050)
    expect(found.kind).not.toBe('full')
    expect(found.cutoffHz).toBeGreaterThan(9_500)
    expect(cutoffOf(new Float64Array(2049).fill(-60), 96_000).kind).toBe('full')
  })
})

describe('how loud the new band is', () => {
  const whole = fallingNoise(6, RATE, 5, -9)
  const song = spectrumOf(cutOff(whole, RATE, 11_000))
  test('the slope below the cut-off goes on above it', () => {
    const slope = slopeOf(song, RATE, 11_000)
    expect(slope.levelAt(12_500)).toBeCloseTo(decibels(bandPower(spectrumOf(whole), RATE, 12_000, 13_000)), -0.5)
    expect(slope.levelAt(12_000)).toBeGreaterThan(slope.levelAt(16_000))
  })

  test.each([0.02, 1, 30])('whatever level a model answers with (× %f), the band meets the song', (factor) => {
    const made = spectrumOf(fallingNoise(6, RATE, 6, -4).map((value) => value * factor))
    const gainAt = levelMatch({ song, made, rateHz: RATE, cutoffHz: 11_000 })
    const result = decibels(bandPower(made, RATE, 11_500, 12_500)) + 20 * Math.log10(gainAt(12_000))
    const distance = Math.abs(result - slopeOf(song, RATE, 11_000).levelAt(12_000))
    // up to 18 dB are made up for, and all that is too loud down to 30 dB
    expect(distance).toBeLessThan(factor === 1 ? 1.5 : 30)
    expect(gainAt(15_000)).toBeLessThan(10 ** ((18 + 3) / 20) + 1e-9)
  })

  test('a signal without sound gets none', () => {
    const gainAt = levelMatch({ song: new Float64Array(2049), made: spectrumOf(whole), rateHz: RATE, cutoffHz: 11_000 })
    expect(20 * Math.log10(gainAt(13_000))).toBeLessThan(-25)
  })
})

describe('peaks', () => {
  test('song and treble stay under the ceiling, and the song is not touched', () => {
    const own = Float32Array.from({ length: 4000 }, (_, i) => 0.88 * Math.sin((2 * Math.PI * 40 * i) / RATE))
    const kept = own.slice()
    const treble = Float32Array.from({ length: 4000 }, (_, i) => 0.2 * Math.sin((2 * Math.PI * 13_000 * i) / RATE))
    tamePeaks([own], [treble], 0.9, RATE)
    const reach = peakReach(RATE)
    for (let i = reach; i < 4000 - reach; i++) expect(Math.abs((own[i] as number) + (treble[i] as number))).toBeLessThanOrEqual(0.9 + 1e-6)
    expect(own).toEqual(kept)
    expect(treble.some((value) => Math.abs(value) > 0.15)).toBe(true)
  })
})

describe('without a model', () => {
  test('the exciter fills the octave above, in pieces that join', async () => {
    const song = cutOff(fallingNoise(9, RATE, 7), RATE, 8_000)
    const reader = { rateHz: RATE, read: async (from: number, to: number) => (await songOf([song]).readChannels(from, to))[0] ?? new Float32Array() }
    const gather = async (from: number, to: number) => {
      const out = new Float32Array(to - from)
      let at = 0
      for await (const block of createExciter(quiet)(reader, { from, to, cutoffHz: 8_000 })) {
        out.set(block, at)
        at += block.length
      }
      expect(at).toBe(to - from)
      return out
    }
    const whole = await gather(0, song.length)
    const part = await gather(100_001, 300_000)
    expect(whole.length).toBe(song.length)
    let error = 0
    part.forEach((value, i) => {
      error = Math.max(error, Math.abs(value - (whole[100_001 + i] as number)))
    })
    expect(error).toBeLessThan(1e-6)
    const power = spectrumOf(whole)
    expect(decibels(bandPower(power, RATE, 9_000, 14_000))).toBeGreaterThan(decibels(bandPower(spectrumOf(song), RATE, 9_000, 14_000)) + 30)
  })
})

test('a low cut-off is given to the network at a rate that it fills', () => {
  expect(inputRateFor(16_000)).toBe(16_000)
  expect(inputRateFor(7_500)).toBe(16_000)
  expect(inputRateFor(4_000)).toBe(8_400)
  expect(reachOf(4_000)).toBeGreaterThan(12_000)
})
