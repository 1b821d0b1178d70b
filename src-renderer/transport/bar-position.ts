import { secondsToBar, secondsToTicks, ticksPerBeat } from '../../src-shared/score/musical-time.ts'
import type { MusicalGrid } from './transport-state.ts'

/** "17.3": bar and beat, both counted from 1. Before the first bar there is no bar: "–". */
export const barPosition = ({ tempoMap, timeSignature, firstBarFrame }: MusicalGrid, frame: number, sampleRateHz: number): string => {
  const seconds = (frame - firstBarFrame) / sampleRateHz
  if (seconds < -1e-6) return '–'
  // half a frame, so that a playhead on a bar line does not read as the bar before
  const safe = Math.max(0, seconds) + 0.5 / sampleRateHz
  const bar = Math.floor(secondsToBar(tempoMap, timeSignature, safe))
  const beat = Math.floor(secondsToTicks(tempoMap, safe) / ticksPerBeat(timeSignature)) - bar * timeSignature.beats
  return `${bar + 1}.${beat + 1}`
}
