import { TICKS_PER_QUARTER } from '../../../../src-shared/kernel/units.ts'
import { ticksPerBar } from '../../../../src-shared/score/musical-time.ts'
import type { TimeSignature } from '../../../../src-shared/score/score.ts'

/** Sixteenth note: the grid of every written rhythm. */
export const STEP_TICKS = TICKS_PER_QUARTER / 4

/** One felt beat of a bar. `weight` is 1 on the downbeat, 0.8 on a bar's second strong beat, lower elsewhere. */
export type Beat = { readonly startTicks: number; readonly lengthTicks: number; readonly weight: number }

/** How a bar is felt: 4/4 in four, 6/8 in two, 7/8 in 2+2+3 eighths. */
export type Meter = {
  readonly signature: TimeSignature
  readonly barTicks: number
  readonly beats: readonly Beat[]
  /** beats that last three eighths */
  readonly compound: boolean
  readonly family: 'two' | 'three' | 'four' | 'compound' | 'odd'
}

const EIGHTH = TICKS_PER_QUARTER / 2

/** Groups of eighths (or of the unit) that musicians count in odd and compound meters. */
const groupsOf = (beats: number): number[] => {
  const groups: number[] = []
  let left = beats
  while (left > 4) {
    groups.push(2)
    left -= 2
  }
  if (left === 4) groups.push(2, 2)
  else groups.push(left)
  return groups
}

export const meterOf = (signature: TimeSignature): Meter => {
  const { beats, unit } = signature
  const barTicks = ticksPerBar(signature)
  const compound = unit >= 8 && beats % 3 === 0 && beats > 3
  const unitTicks = (TICKS_PER_QUARTER * 4) / unit
  const lengths = compound
    ? new Array<number>(beats / 3).fill(3 * unitTicks)
    : unit >= 8
      ? groupsOf(beats).map((group) => group * unitTicks)
      : unit === 2
        ? new Array<number>(beats * 2).fill(TICKS_PER_QUARTER)
        : new Array<number>(beats).fill(TICKS_PER_QUARTER)
  const quarters = unit === 2 ? beats * 2 : beats
  const second = lengths.length === 4 ? 2 : lengths.length === 5 ? 3 : lengths.length >= 6 ? Math.ceil(lengths.length / 2) : -1
  let at = 0
  const felt = lengths.map((lengthTicks, index): Beat => {
    const beat = { startTicks: at, lengthTicks, weight: index === 0 ? 1 : index === second ? 0.8 : compound && lengths.length === 2 ? 0.8 : 0.6 }
    at += lengthTicks
    return beat
  })
  const family = compound
    ? 'compound'
    : unit >= 8 && lengths.some((length) => length !== EIGHTH * 2)
      ? 'odd'
      : quarters === 4
        ? 'four'
        : quarters === 3
          ? 'three'
          : quarters === 2
            ? 'two'
            : 'odd'
  return { signature, barTicks, beats: felt, compound, family }
}

/** 1 on the downbeat ... 0.2 on an off-beat sixteenth; `ticks` may lie in any bar. */
export const metricWeight = (meter: Meter, ticks: number): number => {
  const inBar = ((ticks % meter.barTicks) + meter.barTicks) % meter.barTicks
  for (const beat of meter.beats) {
    if (beat.startTicks === inBar) return beat.weight
    if (inBar > beat.startTicks && inBar < beat.startTicks + beat.lengthTicks) return (inBar - beat.startTicks) % EIGHTH === 0 ? 0.4 : 0.2
  }
  return 0.2
}
