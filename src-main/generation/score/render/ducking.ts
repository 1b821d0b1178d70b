import type { Score } from '../../../../src-shared/score/score.ts'
import { createFrameClock } from './timeline.ts'

/** How hard the kick pushes at a frame, 0..1: down in 5 ms, back within most of a beat. */
export const createDucking = (score: Score, sampleRateHz: number): ((frame: number) => number) | undefined => {
  const frameAt = createFrameClock(score.tempoMap, sampleRateHz)
  const kicks = score.parts
    .filter((part) => part.role === 'drums')
    .flatMap((part) => part.notes.filter((note) => note.pitch === 35 || note.pitch === 36))
    .map((note) => frameAt(note.startTicks + note.microTicks))
    .sort((a, b) => a - b)
  if (kicks.length === 0) return undefined
  const frames = Float64Array.from(kicks)
  const attack = 0.005 * sampleRateHz
  const beatSeconds = 60 / (score.tempoMap[0]?.tempoBpm ?? 120)
  const recover = Math.min(0.42, beatSeconds * 0.8) * sampleRateHz
  return (frame) => {
    let low = 0
    let high = frames.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((frames[middle] as number) - attack <= frame) low = middle + 1
      else high = middle
    }
    if (low === 0) return 0
    const since = frame - (frames[low - 1] as number)
    const before = low > 1 ? frame - (frames[low - 2] as number) : Number.POSITIVE_INFINITY
    const tail = (t: number): number => (t >= recover ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * t) / recover))
    if (since < 0) return Math.max(tail(before), 1 + since / attack)
    return Math.max(tail(since), tail(before))
  }
}
