import { openWav } from '../wav/wav-reader.ts'
import { decimate, toMono } from './decimate.ts'

export type MonoWish = {
  readonly fromSeconds?: number | undefined
  readonly toSeconds?: number | undefined
  readonly mostSeconds: number
  /** called between blocks; may throw */
  readonly checkpoint: () => void
}

const BLOCK_SECONDS = 20
/** the low-pass of `decimate` reaches this many steps to both sides */
const MARGIN_STEPS = 8

/**
 * A stored sound as one channel at a low rate (a whole fraction of its own, at or above three quarters of `wantedRateHz`), read block by
 * block so that an hour of music never lies in memory at its full size. @throws FailureError audio.damaged, file.not-found
 */
export const readMonoSlowly = async (
  path: string,
  wantedRateHz: number,
  { fromSeconds = 0, toSeconds, mostSeconds, checkpoint }: MonoWish,
): Promise<{ readonly mono: Float32Array; readonly sampleRateHz: number }> => {
  const wav = await openWav(path)
  try {
    const { sampleRateHz, lengthFrames } = wav.layout
    const factor = Math.max(1, Math.round(sampleRateHz / wantedRateHz))
    const start = Math.min(lengthFrames, Math.max(0, Math.round(fromSeconds * sampleRateHz)))
    const wantedEnd = Math.min(lengthFrames, toSeconds === undefined ? lengthFrames : Math.round(toSeconds * sampleRateHz))
    const end = Math.max(start, Math.min(wantedEnd, start + Math.round(mostSeconds * sampleRateHz)))
    const mono = new Float32Array(Math.floor((end - start) / factor))
    const block = Math.round((BLOCK_SECONDS * sampleRateHz) / factor)
    for (let done = 0; done < mono.length; done += block) {
      checkpoint()
      const count = Math.min(block, mono.length - done)
      const lead = Math.min(done, MARGIN_STEPS)
      const from = start + (done - lead) * factor
      const to = Math.min(end, start + (done + count + MARGIN_STEPS) * factor)
      const thinned = decimate(toMono(await wav.read(from, to)), factor)
      mono.set(thinned.subarray(lead, lead + count), done)
    }
    return { mono, sampleRateHz: sampleRateHz / factor }
  } finally {
    await wav.close()
  }
}
