import { openWav, type WavReader } from '../../audio/index.ts'
import type { InferenceTask } from '../protocol.ts'

const BLOCK_FRAMES = 1 << 16

/** How much of a song is left when its stems are taken away from it, dB: the energy of the difference against the song's. */
export const nullTest: InferenceTask<
  { readonly songPath: string; readonly stemPaths: readonly string[]; readonly stemGain: number },
  { readonly residualDb: number }
> = async ({ songPath, stemPaths, stemGain }, { checkpoint }) => {
  const open: WavReader[] = []
  try {
    for (const path of [songPath, ...stemPaths]) open.push(await openWav(path))
    const [song, ...stems] = open
    const lengthFrames = song?.layout.lengthFrames ?? 0
    let [rest, whole] = [0, 0]
    for (let at = 0; at < lengthFrames; at += BLOCK_FRAMES) {
      await checkpoint()
      const to = Math.min(lengthFrames, at + BLOCK_FRAMES)
      const mix = (await song?.read(at, to)) ?? []
      for (const samples of mix) for (const sample of samples) whole += sample * sample
      for (const stem of stems) {
        const sound = await stem.read(Math.min(at, stem.layout.lengthFrames), Math.min(to, stem.layout.lengthFrames))
        mix.forEach((samples, channel) => {
          const more = sound[channel] ?? sound[0] ?? new Float32Array()
          for (let i = 0; i < more.length; i++) samples[i] = (samples[i] as number) - (more[i] as number) * stemGain
        })
      }
      for (const samples of mix) for (const sample of samples) rest += sample * sample
    }
    return { residualDb: Math.max(-160, 10 * Math.log10((rest + 1e-16) / (whole + 1e-16))) }
  } finally {
    for (const wav of open) await wav.close()
  }
}
