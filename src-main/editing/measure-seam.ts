import type { Seam } from '../../src-shared/project/document.ts'
import type { WavReader } from '../audio/index.ts'
import { clickAt, clickReach } from './seam-click.ts'
import { loudnessStep, seamReach, silentSides } from './seam-loudness.ts'

/** A place where two sounds meet: the fade lies before it. */
export type SeamPlace = { readonly atFrame: number; readonly fadeFrames: number }

/** The step in loudness that a file makes by itself at a place. */
export const stepOf = async (wav: WavReader, atFrame: number): Promise<number> => {
  const { sampleRateHz, lengthFrames } = wav.layout
  const reach = seamReach(sampleRateHz)
  const from = Math.max(0, atFrame - reach.before)
  return loudnessStep(await wav.read(from, Math.min(lengthFrames, atFrame + reach.after)), atFrame - from, sampleRateHz)
}

/** Measures one seam in the finished file: the step in loudness, where nothing sounds beside it, and what is heard of both ends of its crossfade. */
export const measureSeam = async (result: WavReader, { atFrame, fadeFrames }: SeamPlace): Promise<Seam> => {
  const { sampleRateHz, lengthFrames } = result.layout
  const reach = seamReach(sampleRateHz)
  const from = Math.max(0, atFrame - Math.max(reach.before + fadeFrames, fadeFrames + clickReach(sampleRateHz)))
  const around = await result.read(from, Math.min(lengthFrames, atFrame + reach.after))
  const clicks = (fadeFrames > 0 ? [atFrame - fadeFrames, atFrame] : [atFrame]).map((place) => clickAt(around, place - from, sampleRateHz))
  const silent = silentSides(around, atFrame - from, fadeFrames, sampleRateHz)
  return {
    atFrame,
    loudnessStepLu: loudnessStep(around, atFrame - from, sampleRateHz),
    crossfadeSeconds: fadeFrames / sampleRateHz,
    clickDb: Math.max(...clicks),
    ...(silent && { silent }),
  }
}
