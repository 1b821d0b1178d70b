import { createKMeters } from '../../src-shared/dsp/loudness.ts'
import { truePeakBetween } from '../../src-shared/dsp/true-peak.ts'
import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { WavReader } from '../audio/index.ts'

/** Steps that the filters run before the first one that counts, so that they have settled: 300 ms. */
const SETTLE_STEPS = 3
const CHUNK_STEPS = 50
/** Frames that the interpolator of the true peak reads on both sides. */
const PEAK_MARGIN = 8
const PIECE_FRAMES = 32
/** An interpolated value is at most this much above the samples around it: the absolute sum of the 12-tap kernel. */
const OVERSHOOT = 2.1

/** Frames of one step of the trace: 100 ms, as gated loudness counts. */
export const stepFrames = (sampleRateHz: number): number => Math.round(sampleRateHz / 10)

/**
 * K-weighted energy (sum of squares over all channels) of steps `from`..`to` of a song; what `gatedLoudness` wants. With it the loudness of
 * a new take costs what changed, not the whole song.
 */
export const traceEnergies = async (wav: WavReader, from: number, to: number, flags: WorkFlags): Promise<Float64Array<ArrayBuffer>> => {
  const { sampleRateHz, channelCount } = wav.layout
  const step = stepFrames(sampleRateHz)
  const energies = new Float64Array(to - from)
  const meters = createKMeters(sampleRateHz, channelCount)
  for (let at = Math.max(0, from - SETTLE_STEPS); at < to; at += CHUNK_STEPS) {
    checkpoint(flags)
    const end = Math.min(to, at + CHUNK_STEPS)
    const channels = await wav.read(at * step, end * step)
    for (let i = at; i < end; i++) {
      const energy = meters.energy(channels, (i - at) * step, (i - at + 1) * step)
      if (i >= from) energies[i - from] = energy
    }
  }
  return energies
}

/** True peak of frames `from`..`to`, linear, at least `floor`: only pieces that could top what is known are oversampled. */
export const peakOfSpan = async (wav: WavReader, from: number, to: number, floor = 0): Promise<number> => {
  const readFrom = Math.max(0, from - PEAK_MARGIN)
  const channels = await wav.read(readFrom, Math.min(wav.layout.lengthFrames, to + PEAK_MARGIN))
  let peak = floor
  for (const samples of channels) for (const value of samples.subarray(from - readFrom, to - readFrom)) peak = Math.max(peak, Math.abs(value))
  for (const samples of channels) {
    for (let at = from - readFrom; at < to - readFrom; at += PIECE_FRAMES) {
      const end = Math.min(to - readFrom, at + PIECE_FRAMES)
      let local = 0
      for (let i = Math.max(0, at - PEAK_MARGIN); i < Math.min(samples.length, end + PEAK_MARGIN); i++) local = Math.max(local, Math.abs(samples[i] as number))
      if (local * OVERSHOOT > peak) peak = Math.max(peak, truePeakBetween(samples, at, end))
    }
  }
  return peak
}

/** The same for several spans, until `enough` is reached: nothing in them can be higher. */
export const peakOfSpans = async (
  wav: WavReader,
  spans: readonly (readonly [from: number, to: number])[],
  floor: number,
  enough: number,
  flags: WorkFlags,
): Promise<number> => {
  const chunk = stepFrames(wav.layout.sampleRateHz) * CHUNK_STEPS
  let peak = floor
  for (const [from, to] of spans) {
    for (let at = from; at < to && peak < enough; at += chunk) {
      checkpoint(flags)
      peak = await peakOfSpan(wav, at, Math.min(to, at + chunk), peak)
    }
  }
  return peak
}
