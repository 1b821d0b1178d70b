import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import { gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import { gainToDb } from '../../src-shared/kernel/units.ts'
import type { WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { openWav, type WavReader } from '../audio/index.ts'
import { peakOfSpan, peakOfSpans, stepFrames, traceEnergies } from './energy-trace.ts'
import type { PasteGeometry } from './paste-geometry.ts'

/** What is known of the parent: its energies step by step, and its true peak. */
export type KnownParent = { readonly energies: Float64Array; readonly truePeakDbtp: number }
/** From where to where the result differs from its parent: from `keepFront` to the end of the new span, in place of what lay before `keepBackFrom`. */
export type ChangedSpan = Pick<PasteGeometry, 'keepFront' | 'keepBackFrom' | 'newSpan' | 'lengthFrames'>
export type MeasureTakeRequest = {
  readonly songPath: string
  readonly resultPath: string
  readonly geometry: ChangedSpan
  readonly parent: KnownParent
}

/** How loud a take is, and its energies step by step: what is known of the parent of the next one. */
export type MeasuredTake = { readonly loudness: Loudness; readonly energies: Float64Array<ArrayBuffer> }

/** Nobody tells two true peaks this near from each other; masters come close to their ceiling again and again. */
const SAME_PEAK_DB = 0.02

/** True peak of the result, dBTP. Outside the new span nothing is higher than the parent's peak, so the search ends where that is reached. */
const peakOfResult = async (song: WavReader, result: WavReader, geometry: ChangedSpan, parentDbtp: number, flags: WorkFlags): Promise<number> => {
  const { keepFront, keepBackFrom, newSpan } = geometry
  const enough = 10 ** ((parentDbtp - SAME_PEAK_DB) / 20)
  const fresh = await peakOfSpan(result, keepFront, newSpan.endFrame)
  if (fresh >= enough) return gainToDb(fresh)
  const isInReplaced = keepBackFrom > keepFront && (await peakOfSpan(song, keepFront, keepBackFrom)) >= enough
  if (!isInReplaced) return parentDbtp
  const outside = [
    [0, keepFront],
    [keepBackFrom, song.layout.lengthFrames],
  ] as const
  return gainToDb(await peakOfSpans(song, outside, fresh, enough, flags))
}

/**
 * Loudness of a pasted song from what is known of its parent and what changed. Undefined where the steps no longer lie on the parent's
 * grid: something was added in front.
 */
export const measureTake = async ({ songPath, resultPath, geometry, parent }: MeasureTakeRequest, flags: WorkFlags): Promise<MeasuredTake | undefined> => {
  const isShifted = geometry.newSpan.endFrame !== geometry.keepBackFrom && geometry.lengthFrames !== geometry.newSpan.endFrame
  if (isShifted) return undefined
  const [song, result] = await Promise.all([openWav(songPath), openWav(resultPath)])
  try {
    const step = stepFrames(result.layout.sampleRateHz)
    const steps = Math.floor(result.layout.lengthFrames / step)
    const from = Math.min(steps, Math.floor(geometry.keepFront / step))
    // the filters ring a little into what did not change
    const to = Math.min(steps, Math.ceil(geometry.newSpan.endFrame / step) + 2)
    const energies = new Float64Array(steps)
    energies.set(parent.energies.subarray(0, steps))
    energies.set(await traceEnergies(result, from, to, flags), from)
    const truePeakDbtp = await peakOfResult(song, result, geometry, parent.truePeakDbtp, flags)
    return { loudness: { integratedLufs: gatedLoudness(energies, step), truePeakDbtp }, energies }
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
