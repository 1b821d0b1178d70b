import { openWav } from '../../audio/index.ts'

const LOOKED_AT_SECONDS = 25
const STEP_SECONDS = 0.05
/** this far under the music a stretch is an ending, not the music */
const FADED_DB = 14
/** shorter endings are left as they are */
const LEAST_FADE_SECONDS = 0.3

/**
 * Where the music itself ends, as a frame: before a fade or a ring-out at the end of a song. Going on from silence makes more silence, so a
 * continuation begins here and the old ending goes.
 */
export const findSongBody = async (path: string): Promise<number> => {
  const wav = await openWav(path)
  try {
    const { sampleRateHz, lengthFrames } = wav.layout
    const from = Math.max(0, lengthFrames - LOOKED_AT_SECONDS * sampleRateHz)
    const channels = await wav.read(from, lengthFrames)
    const step = Math.round(STEP_SECONDS * sampleRateHz)
    const steps = Math.floor((lengthFrames - from) / step)
    const levels = Float64Array.from({ length: steps }, (_, index) => {
      let energy = 0
      for (const samples of channels) for (let i = index * step; i < (index + 1) * step; i++) energy += (samples[i] as number) ** 2
      return 10 * Math.log10(energy / (step * channels.length) + 1e-12)
    })
    const usual = Float64Array.from(levels).sort()[Math.floor(steps * 0.6)] ?? 0
    let last = steps - 1
    while (last > 0 && (levels[last] as number) < usual - FADED_DB) last--
    const end = Math.min(lengthFrames, from + (last + 1) * step)
    return (lengthFrames - end) / sampleRateHz < LEAST_FADE_SECONDS ? lengthFrames : end
  } finally {
    await wav.close()
  }
}
