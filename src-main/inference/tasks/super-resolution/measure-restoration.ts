import type { Enhancement } from '../../../../src-shared/project/document.ts'
import type { InferenceTask } from '../../protocol.ts'
import { findCutoff } from './find-cutoff.ts'
import { slopeOf } from './level-match.ts'
import { openSignals } from './song-signals.ts'
import { bandPower, blackmanHarris, createMeanSpectrum, decibels } from './spectrum-meter.ts'

export type MeasureRestoration = {
  readonly songPath: string
  readonly resultPath: string
  readonly fromFrame: number
  readonly toFrame: number
  readonly cutoffHz: number
}
export type Restoration = Omit<Enhancement, 'model'>

const SIZE = 8_192
const BLOCK_SECONDS = 4
/** Bins next to the cut-off that the window mixes with what lies above it. */
const GUARD_HZ = 60
const LOWEST_HZ = 40
const THIRD_OCTAVE = 2 ** (1 / 3)

const whole = (power: Float64Array): number => power.reduce((sum, value) => sum + value, 0)
const rounded = (value: number): number => Math.round(value * 100) / 100

/** What restoring came to, read from the two files themselves. Both have the same rate and channels. */
export const measureRestoration: InferenceTask<MeasureRestoration, Restoration> = async (input, { checkpoint }) => {
  const { songPath, resultPath, fromFrame, toFrame, cutoffHz } = input
  const song = await openSignals(songPath)
  const result = await openSignals(resultPath)
  try {
    const { rateHz, channelCount } = song
    const window = blackmanHarris(SIZE)
    const meters = Array.from({ length: channelCount }, () => ({
      before: createMeanSpectrum(SIZE, window),
      after: createMeanSpectrum(SIZE, window),
      change: createMeanSpectrum(SIZE, window),
    }))
    const block = Math.round(BLOCK_SECONDS * rateHz)
    for (let at = fromFrame; at < toFrame; at += block) {
      await checkpoint()
      const end = Math.min(toFrame, at + block)
      const [own, made] = [await song.readChannels(at, end), await result.readChannels(at, end)]
      meters.forEach(({ before, after, change }, channel) => {
        const [a, b] = [own[channel] as Float32Array, made[channel] as Float32Array]
        before.add(a)
        after.add(b)
        change.add(b.map((value, i) => value - (a[i] as number)))
      })
    }
    const total = (kind: 'before' | 'after' | 'change'): Float64Array => {
      const [first, ...others] = meters.map((meter) => meter[kind].mean())
      return (first ?? new Float64Array()).map((value, k) => others.reduce((sum, spectrum) => sum + (spectrum[k] as number), value))
    }
    const [before, after, change] = [total('before'), total('after'), total('change')]
    const hertz = rateHz / SIZE
    const below = Math.max(1, Math.floor((cutoffHz - GUARD_HZ) / hertz))
    const above = Math.ceil(cutoffHz / hertz)
    let belowChangeDb = 0
    const loudest = decibels(before.reduce((most, value) => Math.max(most, value), 0))
    for (let hz = LOWEST_HZ; hz * THIRD_OCTAVE <= cutoffHz - GUARD_HZ; hz *= THIRD_OCTAVE) {
      const [a, b] = [bandPower(before, rateHz, hz, hz * THIRD_OCTAVE), bandPower(after, rateHz, hz, hz * THIRD_OCTAVE)]
      if (decibels(a) > loudest - 90) belowChangeDb = Math.max(belowChangeDb, Math.abs(decibels(b) - decibels(a)))
    }
    const level = (power: Float64Array): number | undefined => {
      const inside = whole(power.subarray(above))
      return inside > 0 && whole(power) > 0 ? rounded(decibels(inside / whole(power))) : undefined
    }
    const slope = slopeOf(before, rateHz, cutoffHz)
    const [joinFrom, joinTo] = [cutoffHz + 350, Math.min(rateHz / 2, cutoffHz * 1.18 + 350)]
    const found = await findCutoff(result, checkpoint)
    const aboveBeforeDb = level(before)
    const aboveAfterDb = level(after)
    return {
      cutoffHz,
      newCutoffHz: found.cutoffHz,
      ...(aboveBeforeDb !== undefined && { aboveBeforeDb }),
      ...(aboveAfterDb !== undefined && { aboveAfterDb }),
      nullBelowDb: rounded(decibels(whole(change.subarray(0, below)) / Math.max(1e-20, whole(before.subarray(0, below))))),
      belowChangeDb: rounded(belowChangeDb),
      ...(joinTo > joinFrom && { continuityDb: rounded(decibels(bandPower(after, rateHz, joinFrom, joinTo)) - slope.levelAt(Math.sqrt(joinFrom * joinTo))) }),
    }
  } finally {
    await Promise.all([song.close(), result.close()])
  }
}
