import { createKMeter } from '../../../src-shared/dsp/loudness.ts'
import { truePeakBetween } from '../../../src-shared/dsp/true-peak.ts'
import type { Samples, SoundReader } from '../audio-reader.ts'

/** Steps of 20 ms: K-weighted energy (all channels) and the true peak of each. */
type BlockLevels = { readonly energy: Float64Array; readonly peak: Float32Array; readonly framesPerStep: number }

export const STEPS_PER_SECOND = 50
const MOMENTARY_STEPS = 20
const PEAK_STEPS = 10

const measured = new WeakMap<Samples, BlockLevels>()

const measure = (block: Samples, sampleRateHz: number): BlockLevels => {
  const known = measured.get(block)
  if (known) return known
  const framesPerStep = Math.floor(sampleRateHz / STEPS_PER_SECOND)
  const steps = Math.max(1, Math.floor(block.frameCount / framesPerStep))
  const energy = new Float64Array(steps)
  const peak = new Float32Array(steps)
  for (const samples of block.channels) {
    const meter = createKMeter(sampleRateHz)
    // lets the filters settle on what follows, backwards in time being close enough for their short memory
    meter.energy(samples, 0, Math.min(samples.length, framesPerStep))
    for (let step = 0; step < steps; step++) {
      energy[step] = (energy[step] ?? 0) + meter.energy(samples, step * framesPerStep, (step + 1) * framesPerStep)
      peak[step] = Math.max(peak[step] ?? 0, truePeakBetween(samples, step * framesPerStep, (step + 1) * framesPerStep))
    }
  }
  const levels = { energy, peak, framesPerStep }
  measured.set(block, levels)
  return levels
}

/** Momentary loudness (ITU-R BS.1770-4, 400 ms, ungated) and the true peak of the last 200 ms, before the volume control. */
export type Level = { readonly momentaryLufs: number; readonly truePeakDbtp: number }
export const SILENCE: Level = { momentaryLufs: Number.NEGATIVE_INFINITY, truePeakDbtp: Number.NEGATIVE_INFINITY }

/** What sounds at `frame`, out of blocks that are in memory anyway. One new block costs about 10 ms a second; the rest is a sum of 20 numbers. */
export const levelAt = (reader: SoundReader, frame: number, gain: number): Level => {
  let energy = 0
  let frames = 0
  let peak = 0
  const stepFrames = Math.floor(reader.layout.sampleRateHz / STEPS_PER_SECOND)
  for (let back = 0; back < MOMENTARY_STEPS; back++) {
    const at = frame - back * stepFrames
    if (at < 0) break
    const index = Math.floor(at / reader.blockFrames)
    const block = reader.readyBlock(index)
    if (!block) continue
    const levels = measure(block, reader.layout.sampleRateHz)
    const step = Math.min(levels.energy.length - 1, Math.floor((at - index * reader.blockFrames) / levels.framesPerStep))
    energy += levels.energy[step] ?? 0
    frames += levels.framesPerStep
    if (back < PEAK_STEPS) peak = Math.max(peak, levels.peak[step] ?? 0)
  }
  if (frames === 0) return SILENCE
  return { momentaryLufs: -0.691 + 10 * Math.log10((energy / frames) * gain * gain), truePeakDbtp: 20 * Math.log10(peak * gain) }
}

/** The whole 20 ms steps that end between two frames, as far as their blocks are in memory; a missing block gives nothing. */
export const readSteps = function* (reader: SoundReader, fromFrame: number, toFrame: number): Generator<{ readonly energy: number; readonly peak: number }> {
  const stepFrames = Math.floor(reader.layout.sampleRateHz / STEPS_PER_SECOND)
  for (let at = fromFrame; at + stepFrames <= toFrame; at += stepFrames) {
    const index = Math.floor(at / reader.blockFrames)
    const block = reader.readyBlock(index)
    if (!block) continue
    const levels = measure(block, reader.layout.sampleRateHz)
    const step = Math.min(levels.energy.length - 1, Math.floor((at - index * reader.blockFrames) / levels.framesPerStep))
    yield { energy: levels.energy[step] ?? 0, peak: levels.peak[step] ?? 0 }
  }
}

/** The last `frameCount` frames before `frame`, a channel an array; undefined where they are not all in memory. */
export const lastFrames = (reader: SoundReader, frame: number, frameCount: number): Float32Array[] | undefined => {
  const from = Math.max(0, frame - frameCount)
  const channels = Array.from({ length: reader.layout.channelCount }, () => new Float32Array(frameCount))
  for (let at = from; at < frame; ) {
    const index = Math.floor(at / reader.blockFrames)
    const block = reader.readyBlock(index)
    if (!block) return undefined
    const begin = at - index * reader.blockFrames
    const end = Math.min(block.frameCount, begin + frame - at)
    if (end <= begin) return undefined
    for (const [c, samples] of block.channels.entries()) channels[c]?.set(samples.subarray(begin, end), frameCount - (frame - at))
    at += end - begin
  }
  return channels
}
