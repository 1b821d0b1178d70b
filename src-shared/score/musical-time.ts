import { TICKS_PER_QUARTER } from '../kernel/units.ts'
import type { TempoMap, TimeSignature } from './score.ts'

/** The one place where musical time (ticks, bars) and media time (seconds) meet. */

export const ticksPerBeat = ({ unit }: TimeSignature): number => (TICKS_PER_QUARTER * 4) / unit
export const ticksPerBar = (signature: TimeSignature): number => ticksPerBeat(signature) * signature.beats

export const ticksToSeconds = (tempoMap: TempoMap, ticks: number): number => {
  let seconds = 0
  for (let i = 0; i < tempoMap.length; i++) {
    const entry = tempoMap[i]
    if (!entry || entry.atTicks > ticks) break
    const until = Math.min(ticks, tempoMap[i + 1]?.atTicks ?? Number.POSITIVE_INFINITY)
    seconds += ((until - entry.atTicks) / TICKS_PER_QUARTER) * (60 / entry.tempoBpm)
  }
  return seconds
}

/** Inverse of {@link ticksToSeconds}; fractional ticks, so the caller chooses how to round. */
export const secondsToTicks = (tempoMap: TempoMap, seconds: number): number => {
  let left = seconds
  for (let i = 0; i < tempoMap.length; i++) {
    const entry = tempoMap[i]
    if (!entry) break
    const next = tempoMap[i + 1]
    const secondsPerTick = 60 / entry.tempoBpm / TICKS_PER_QUARTER
    const spanSeconds = next ? (next.atTicks - entry.atTicks) * secondsPerTick : Number.POSITIVE_INFINITY
    if (left < spanSeconds) return entry.atTicks + left / secondsPerTick
    left -= spanSeconds
  }
  return 0
}

export const barToSeconds = (tempoMap: TempoMap, signature: TimeSignature, bar: number): number => ticksToSeconds(tempoMap, bar * ticksPerBar(signature))
export const secondsToBar = (tempoMap: TempoMap, signature: TimeSignature, seconds: number): number =>
  secondsToTicks(tempoMap, seconds) / ticksPerBar(signature)
