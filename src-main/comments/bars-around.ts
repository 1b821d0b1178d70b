import type { Take } from '../../src-shared/project/document.ts'
import { secondsToTicks, ticksPerBeat, ticksToSeconds } from '../../src-shared/score/musical-time.ts'

/** Where a song has no bars, a task is about so many seconds on either side. */
const REACH_SECONDS = 2

type Timed = Pick<Take, 'sampleRateHz' | 'lengthFrames' | 'tempoMap' | 'timeSignature' | 'firstBarFrame'>

/** Whole bars that a moment or a stretch (seconds) lies in, as frames of the take; at least one bar. */
export const barsAround = (take: Timed, startSeconds: number, endSeconds?: number): { readonly startFrame: number; readonly endFrame: number } => {
  const { sampleRateHz, lengthFrames, tempoMap, timeSignature, firstBarFrame } = take
  const clamp = (frame: number) => Math.min(lengthFrames, Math.max(0, Math.round(frame)))
  if (!tempoMap || !timeSignature) {
    const [from, to] = endSeconds === undefined ? [startSeconds - REACH_SECONDS, startSeconds + REACH_SECONDS] : [startSeconds, endSeconds]
    return { startFrame: clamp(from * sampleRateHz), endFrame: clamp(to * sampleRateHz) }
  }
  const barTicks = ticksPerBeat(timeSignature) * timeSignature.beats
  const lead = firstBarFrame / sampleRateHz
  const barAt = (seconds: number) => secondsToTicks(tempoMap, Math.max(0, seconds - lead)) / barTicks
  const frameOf = (bar: number) => clamp((lead + ticksToSeconds(tempoMap, bar * barTicks)) * sampleRateHz)
  const first = Math.floor(barAt(startSeconds) + 1e-6)
  const last = Math.max(first + 1, Math.ceil(barAt(endSeconds ?? startSeconds) - 1e-6))
  return { startFrame: startSeconds < lead ? 0 : frameOf(first), endFrame: frameOf(last) }
}
