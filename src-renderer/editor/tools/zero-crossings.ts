import type { Take } from '../../../src-shared/project/document.ts'
import { nearestZeroCrossing, ZERO_REACH_SECONDS } from '../time/zero-crossing.ts'
import { SampleCache } from '../waveform/sample-cache.ts'

const samples = new SampleCache(() => undefined)
const reachOf = ({ sampleRateHz }: Take): number => Math.round(ZERO_REACH_SECONDS * sampleRateHz)

/** From the samples that are read; those around `frame` are asked for, so that the next question can be answered. */
export const zeroCrossingNear = (song: Take, frame: number): number | undefined => {
  const reach = reachOf(song)
  samples.want(song.audioSha256, frame - reach - 1, frame + reach)
  return nearestZeroCrossing(samples.sampleAt, frame, reach)
}

/** The same, after the samples are there: for the edge that is kept. */
export const settleOnZero = async (song: Take, frame: number): Promise<number> => {
  const reach = reachOf(song)
  await samples.load(song.audioSha256, frame - reach - 1, frame + reach)
  return nearestZeroCrossing(samples.sampleAt, frame, reach) ?? frame
}
