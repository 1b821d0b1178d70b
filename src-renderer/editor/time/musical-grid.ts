import type { Take } from '../../../src-shared/project/document.ts'
import { secondsToTicks, ticksPerBeat, ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import type { TempoMap } from '../../../src-shared/score/score.ts'

/**
 * Where bars and beats lie in one take. Bars and beats count from 0 (the window shows bar 0 as 1); frames at the take's own rate.
 * Positions before bar 0 (a lead-in) have negative beats and run at the first tempo.
 */
export type MusicalGrid = {
  readonly sampleRateHz: number
  readonly lengthFrames: number
  readonly beatsPerBar: number
  /** 4: a beat is a quarter, 8: an eighth */
  readonly beatUnit: number
  /** whole frame where a beat begins */
  frameOfBeat(beat: number): number
  frameOfBar(bar: number): number
  /** fractional: 4.5 is half way through the fifth beat */
  beatAt(frame: number): number
  barAt(frame: number): number
}

type Timed = Pick<Take, 'sampleRateHz' | 'lengthFrames' | 'tempoMap' | 'timeSignature' | 'firstBarFrame'>

/** @returns undefined when the take has no tempo (an import whose beat was not found): the editor then counts seconds only */
export const musicalGridOf = (take: Timed): MusicalGrid | undefined => {
  const { tempoMap, timeSignature, sampleRateHz, firstBarFrame, lengthFrames } = take
  if (!tempoMap || !timeSignature) return undefined
  const beatTicks = ticksPerBeat(timeSignature)
  const frameOfBeat = (beat: number): number => Math.round(firstBarFrame + secondsOf(tempoMap, beat * beatTicks) * sampleRateHz)
  const beatAt = (frame: number): number => secondsToTicks(tempoMap, (frame - firstBarFrame) / sampleRateHz) / beatTicks
  return {
    sampleRateHz,
    lengthFrames,
    beatsPerBar: timeSignature.beats,
    beatUnit: timeSignature.unit,
    frameOfBeat,
    frameOfBar: (bar) => frameOfBeat(bar * timeSignature.beats),
    beatAt,
    barAt: (frame) => beatAt(frame) / timeSignature.beats,
  }
}

/** Before tick 0 the first tempo holds; the score's own conversion starts at 0. */
const secondsOf = (tempoMap: TempoMap, ticks: number): number => (ticks < 0 ? -ticksToSeconds(tempoMap.slice(0, 1), -ticks) : ticksToSeconds(tempoMap, ticks))
