import { ticksToSeconds } from '../../../../src-shared/score/musical-time.ts'
import type { TempoMap } from '../../../../src-shared/score/score.ts'

/** Ticks to the nearest frame. */
export const createFrameClock = (tempoMap: TempoMap, sampleRateHz: number): ((ticks: number) => number) => {
  const only = tempoMap.length === 1 ? tempoMap[0] : undefined
  if (only) {
    const framesPerTick = ticksToSeconds(tempoMap, 960) / 960
    return (ticks) => Math.round(ticks * framesPerTick * sampleRateHz)
  }
  return (ticks) => Math.round(ticksToSeconds(tempoMap, ticks) * sampleRateHz)
}
