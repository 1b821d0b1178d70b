import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { createKMeters, gatedLoudness } from '../../../src-shared/dsp/loudness.ts'
import { truePeakBetween } from '../../../src-shared/dsp/true-peak.ts'
import { gainToDb } from '../../../src-shared/kernel/units.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav } from '../wav/wav-reader.ts'

/** Files quieter than this everywhere are called silent, dBTP: a report needs a number. */
const SILENT_DBTP = -120
/** frames that the interpolator reads on both sides */
export const PEAK_MARGIN = 8
/** at least the margin: a stretch is topped by nothing outside the stretches beside it */
const CELL = 16
/** an interpolated value is at most this much above the samples around it (the 12-tap kernel's absolute sum) */
const OVERSHOOT = 2.1

const loudest = (samples: Float32Array, from: number, to: number): number => {
  let most = 0
  for (let i = from; i < to; i++) {
    const value = Math.abs(samples[i] as number)
    if (value > most) most = value
  }
  return most
}

/** Peak between the samples of `samples[from..to)`, at least `floor`: only stretches that could top it are oversampled. */
export const peakAbove = (samples: Float32Array, from: number, to: number, floor: number): number => {
  const cell = (start: number) => loudest(samples, Math.max(0, start), Math.min(samples.length, start + CELL))
  let peak = floor
  let before = cell(from - CELL)
  let here = cell(from)
  for (let start = from; start < to; start += CELL) {
    const after = cell(start + CELL)
    if (Math.max(before, here, after) * OVERSHOOT > peak) peak = Math.max(peak, truePeakBetween(samples, start, Math.min(to, start + CELL)))
    before = here
    here = after
  }
  return peak
}

export const loudnessOf = (energies: ArrayLike<number>, framesPerStep: number, peak: number): Loudness => ({
  integratedLufs: gatedLoudness(energies, framesPerStep),
  truePeakDbtp: peak > 0 ? Math.max(SILENT_DBTP, gainToDb(peak)) : SILENT_DBTP,
})

/** Integrated loudness and true peak of frames `from`..`to` of a WAV, 10 s at a time. Runs in a worker. */
export const measureLoudness = async (path: string, from: number, to: number | undefined, { flags, progress }: DecodeWork): Promise<Loudness> => {
  const wav = await openWav(path)
  try {
    const { sampleRateHz, channelCount, lengthFrames } = wav.layout
    const end = Math.min(to ?? lengthFrames, lengthFrames)
    const step = Math.round(sampleRateHz / 10)
    const meters = createKMeters(sampleRateHz, channelCount)
    const energies: number[] = []
    let peak = 0
    for (let start = from; start < end; start += step * 100) {
      checkpoint(flags)
      const stop = Math.min(end, start + step * 100)
      const readFrom = Math.max(from, start - PEAK_MARGIN)
      const channels = await wav.read(readFrom, Math.min(end, stop + PEAK_MARGIN))
      const at = start - readFrom
      for (let offset = 0; offset + step <= stop - start; offset += step) energies.push(meters.energy(channels, at + offset, at + offset + step))
      for (const samples of channels) peak = peakAbove(samples, at, at + stop - start, peak)
      progress((stop - from) / (end - from))
    }
    return loudnessOf(energies, step, peak)
  } finally {
    await wav.close()
  }
}
