import type { BeatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import type { HeardBeats } from './hear-beats.ts'
import { chromaSums, latticeOf, type PulseLattice } from './pulse-lattice.ts'
import { steadyPulse } from './steady-pulse.ts'

/** quarter notes of music are not slower or faster than this */
const SLOWEST_BPM = 48
const FASTEST_BPM = 215
/** steps this alike are one lattice */
const SAME = 0.015
const FEWEST_MOMENTS = 20

/** Every moment and the ones that divide the way to the next. */
const divide = (moments: readonly number[], parts: number): number[] =>
  moments.flatMap((moment, i) => {
    const next = moments[i + 1]
    return next === undefined ? [moment] : Array.from({ length: parts }, (_, part) => moment + ((next - moment) * part) / parts)
  })

/** Ways to count eighth notes through a recording: the heard beats and the other tempi that repeat, each whole, halved, in threes and doubled. */
export const findLattices = (
  frames: SoundFrames,
  curves: BeatCurves,
  heard: HeardBeats,
  seconds: number,
  checkpoint: () => void = () => undefined,
): PulseLattice[] => {
  const sums = chromaSums(frames)
  const found: PulseLattice[] = []
  const add = (step: number, moments: () => readonly number[]): void => {
    const tempoBpm = 30 / step
    if (tempoBpm < SLOWEST_BPM || tempoBpm > FASTEST_BPM || found.some((other) => Math.abs(other.stepSeconds / step - 1) < SAME)) return
    const all = moments()
    if (all.length >= FEWEST_MOMENTS) found.push(latticeOf(frames, sums, curves, all))
  }
  const fromBeats = (beats: readonly number[], step: number): void => {
    for (const parts of [1, 2, 3, 4]) add(step / parts, () => divide(beats, parts))
    // beats may be sixteenths of slow music: both ways to leave every other one out are one lattice shifted, and a bar finds its place in either
    for (const from of [0, 1]) add(step * 2, () => beats.filter((_, i) => i % 2 === from))
  }
  fromBeats(heard.beats, 60 / heard.tempoBpm)
  if (heard.isSteady)
    for (const level of heard.levels) {
      checkpoint()
      const pulse = steadyPulse(curves, level)
      if (!pulse) continue
      const step = 60 / pulse.tempoBpm
      fromBeats(
        Array.from({ length: Math.floor((seconds - pulse.firstBeatSeconds) / step) + 1 }, (_, i) => pulse.firstBeatSeconds + i * step),
        step,
      )
    }
  return found
}
