import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { createKMeter, gatedLoudness } from '../../../src-shared/dsp/loudness.ts'
import { truePeakBetween } from '../../../src-shared/dsp/true-peak.ts'
import { gainToDb } from '../../../src-shared/kernel/units.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav } from '../wav/wav-reader.ts'

/** Files quieter than this everywhere are called silent, dBTP: a report needs a number. */
const SILENT_DBTP = -120
/** frames that the interpolator reads on both sides */
const MARGIN = 8
const PIECE = 32
/** an interpolated value is at most this much above the samples around it (the 12-tap kernel's absolute sum) */
const OVERSHOOT = 2.1

/** Peak between the samples of `samples[from..to)`, at least `floor`: only stretches that could top it are oversampled. */
const peakAbove = (samples: Float32Array, from: number, to: number, floor: number): number => {
  let peak = floor
  for (let start = from; start < to; start += PIECE) {
    const end = Math.min(to, start + PIECE)
    let local = 0
    for (let i = Math.max(0, start - MARGIN); i < Math.min(samples.length, end + MARGIN); i++) local = Math.max(local, Math.abs(samples[i] as number))
    if (local > peak) peak = Math.max(peak, truePeakBetween(samples, start, end))
    else if (local * OVERSHOOT > peak) peak = Math.max(peak, truePeakBetween(samples, start, end))
  }
  return peak
}

/** Integrated loudness and true peak of frames `from`..`to` of a WAV, 10 s at a time. Runs in a worker. */
export const measureLoudness = async (path: string, from: number, to: number | undefined, { flags, progress }: DecodeWork): Promise<Loudness> => {
  const wav = await openWav(path)
  try {
    const { sampleRateHz, channelCount, lengthFrames } = wav.layout
    const end = Math.min(to ?? lengthFrames, lengthFrames)
    const step = Math.round(sampleRateHz / 10)
    const meters = Array.from({ length: channelCount }, () => createKMeter(sampleRateHz))
    const energies: number[] = []
    let peak = 0
    for (let start = from; start < end; start += step * 100) {
      checkpoint(flags)
      const stop = Math.min(end, start + step * 100)
      const readFrom = Math.max(from, start - MARGIN)
      const channels = await wav.read(readFrom, Math.min(end, stop + MARGIN))
      const at = start - readFrom
      for (let offset = 0; offset + step <= stop - start; offset += step) {
        let energy = 0
        channels.forEach((samples, channel) => {
          energy += meters[channel]?.energy(samples, at + offset, at + offset + step) ?? 0
        })
        energies.push(energy)
      }
      for (const samples of channels) peak = peakAbove(samples, at, at + stop - start, peak)
      progress((stop - from) / (end - from))
    }
    return { integratedLufs: gatedLoudness(energies, step), truePeakDbtp: peak > 0 ? Math.max(SILENT_DBTP, gainToDb(peak)) : SILENT_DBTP }
  } finally {
    await wav.close()
  }
}
