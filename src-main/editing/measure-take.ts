import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import { gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import { gainToDb } from '../../src-shared/kernel/units.ts'
import type { WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { openWav, type WavReader } from '../audio/index.ts'
import { peakOfSpan, stepFrames, traceEnergies } from './energy-trace.ts'
import type { PasteGeometry } from './paste-geometry.ts'

/** What is known of the parent: its energies step by step, and its true peak. */
export type KnownParent = { readonly energies: Float64Array; readonly truePeakDbtp: number }
export type MeasureTakeRequest = {
  readonly songPath: string
  readonly resultPath: string
  readonly geometry: PasteGeometry
  readonly parent: KnownParent
}

/** Two true peaks this near are the same one: both are measured by the same means, but stored in dB. */
const SAME_PEAK_DB = 0.01

/**
 * The parent's peak where it lies outside the replaced span and is therefore also the result's; undefined where it went away with the
 * span, so that nobody knows the second highest.
 */
const survivingPeak = async (song: WavReader, { keepFront, keepBackFrom }: PasteGeometry, parentDbtp: number): Promise<number | undefined> => {
  if (keepBackFrom <= keepFront) return parentDbtp
  return gainToDb(await peakOfSpan(song, keepFront, keepBackFrom)) < parentDbtp - SAME_PEAK_DB ? parentDbtp : undefined
}

/**
 * Loudness of a pasted song from what is known of its parent and what changed. Undefined where that is not enough: the steps no longer
 * lie on the parent's grid (something was added in front), or the parent's peak is gone.
 */
export const measureTake = async ({ songPath, resultPath, geometry, parent }: MeasureTakeRequest, flags: WorkFlags): Promise<Loudness | undefined> => {
  const isShifted = geometry.newSpan.endFrame !== geometry.keepBackFrom && geometry.lengthFrames !== geometry.newSpan.endFrame
  if (isShifted) return undefined
  const [song, result] = await Promise.all([openWav(songPath), openWav(resultPath)])
  try {
    const kept = await survivingPeak(song, geometry, parent.truePeakDbtp)
    if (kept === undefined) return undefined
    const step = stepFrames(result.layout.sampleRateHz)
    const steps = Math.floor(result.layout.lengthFrames / step)
    const from = Math.min(steps, Math.floor(geometry.keepFront / step))
    // the filters ring a little into what did not change
    const to = Math.min(steps, Math.ceil(geometry.newSpan.endFrame / step) + 2)
    const energies = new Float64Array(steps)
    energies.set(parent.energies.subarray(0, steps))
    energies.set(await traceEnergies(result, from, to, flags), from)
    const fresh = gainToDb(await peakOfSpan(result, geometry.keepFront, geometry.newSpan.endFrame))
    return { integratedLufs: gatedLoudness(energies, step), truePeakDbtp: Math.max(kept, fresh) }
  } finally {
    await Promise.all([song.close(), result.close()])
  }
}

/** Every step of a song, for the takes that will be made of it. */
export const traceSong = async (path: string, flags: WorkFlags): Promise<Float64Array<ArrayBuffer>> => {
  const wav = await openWav(path)
  try {
    return await traceEnergies(wav, 0, Math.floor(wav.layout.lengthFrames / stepFrames(wav.layout.sampleRateHz)), flags)
  } finally {
    await wav.close()
  }
}
