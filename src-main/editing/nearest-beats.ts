import type { Take } from '../../src-shared/project/document.ts'
import { secondsToTicks, ticksPerBeat, ticksToSeconds } from '../../src-shared/score/musical-time.ts'

/** For each frame the take's beat nearest to it (a frame too); empty where the song has no beats. */
export const nearestBeats = (take: Take, frames: readonly number[]): number[] => {
  const { tempoMap, timeSignature, sampleRateHz, firstBarFrame } = take
  if (!tempoMap || !timeSignature) return []
  const beat = ticksPerBeat(timeSignature)
  return frames.map((frame) => {
    const beats = Math.round(secondsToTicks(tempoMap, Math.max(0, frame - firstBarFrame) / sampleRateHz) / beat)
    return firstBarFrame + Math.round(ticksToSeconds(tempoMap, beats * beat) * sampleRateHz)
  })
}
