import { gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import type { WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { openWav } from '../audio/index.ts'
import { stepFrames, traceEnergies } from './energy-trace.ts'

export type StretchLoudnessRequest = { readonly path: string; readonly startFrame: number; readonly endFrame: number }

/**
 * Integrated loudness (LUFS, BS.1770-4 with its gates) of a stretch of a file, to the 100 ms steps that it touches; undefined for silence and for
 * less than 400 ms. Runs in a worker thread.
 */
export const stretchLoudness = async ({ path, startFrame, endFrame }: StretchLoudnessRequest, flags: WorkFlags): Promise<number | undefined> => {
  const wav = await openWav(path)
  try {
    const step = stepFrames(wav.layout.sampleRateHz)
    const last = Math.floor(wav.layout.lengthFrames / step)
    const from = Math.min(last, Math.floor(startFrame / step))
    const to = Math.min(last, Math.ceil(endFrame / step))
    return gatedLoudness(await traceEnergies(wav, from, to, flags), step)
  } finally {
    await wav.close()
  }
}
