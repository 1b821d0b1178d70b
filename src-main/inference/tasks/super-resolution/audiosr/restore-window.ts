import { Tensor } from 'onnxruntime-node'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Session } from '../../../sessions/sessions.ts'
import { brokenModel } from '../flashsr.ts'
import { HOP, logMel, MEL_COUNT, melsBelow } from './log-mel.ts'
import { LATENT_BINS, LATENT_CHANNELS, normals, sampleLatent } from './sample-latent.ts'

/** AudioSR's four graphs, open. */
export type AudioSrGraphs = { readonly encoder: Session; readonly unet: Session; readonly decoder: Session; readonly vocoder: Session }
export type SamplerSettings = { readonly steps: number; readonly guidanceScale: number; readonly eta: number }

/** Mel frames that share one latent frame. */
export const FRAMES_A_LATENT = 8

const numbersOf = (tensor: Tensor | undefined, length: number): Float32Array => {
  const data = tensor?.data
  if (!(data instanceof Float32Array) || data.length !== length || !data.every(Number.isFinite)) throw brokenModel()
  return data
}

/** The encoder's answer to a mel spectrogram, drawn from the distribution that it names. */
export const encodeCondition = async (encoder: Session, mel: Float32Array, random: Random): Promise<Float32Array<ArrayBuffer>> => {
  const frames = mel.length / MEL_COUNT
  const size = LATENT_CHANNELS * (frames / FRAMES_A_LATENT) * LATENT_BINS
  const answers = await encoder.run({ mel: new Tensor('float32', mel, [1, 1, frames, MEL_COUNT]) })
  const [mean, logvar] = [numbersOf(answers.mean, size), numbersOf(answers.logvar, size)]
  return normals(random.fork('condition'), size).map((noise, i) => (mean[i] as number) + Math.exp(0.5 * (logvar[i] as number)) * noise)
}

/** A latent as a mel spectrogram whose lowest `keptBins` bands are those of the song. */
export const decodeMel = async (decoder: Session, latent: Float32Array, song: Float32Array, keptBins: number): Promise<Float32Array<ArrayBuffer>> => {
  const frames = song.length / MEL_COUNT
  const answers = await decoder.run({ z: new Tensor('float32', latent, [1, LATENT_CHANNELS, frames / FRAMES_A_LATENT, LATENT_BINS]) })
  const mel = Float32Array.from(numbersOf(answers.mel, song.length))
  for (let frame = 0; frame < frames; frame++) mel.set(song.subarray(frame * MEL_COUNT, frame * MEL_COUNT + keptBins), frame * MEL_COUNT)
  return mel
}

/** A mel spectrogram as sound, 480 samples a frame. */
export const speakMel = async (vocoder: Session, mel: Float32Array): Promise<Float32Array<ArrayBuffer>> => {
  const frames = mel.length / MEL_COUNT
  const turned = new Float32Array(mel.length)
  for (let frame = 0; frame < frames; frame++)
    for (let band = 0; band < MEL_COUNT; band++) turned[band * frames + frame] = mel[frame * MEL_COUNT + band] as number
  const answers = await vocoder.run({ mel: new Tensor('float32', turned, [1, MEL_COUNT, frames]) })
  // the published generator gives 16 samples too many
  const wave = answers.wave?.data
  if (!(wave instanceof Float32Array) || wave.length < frames * HOP || !wave.every(Number.isFinite)) throw brokenModel()
  return wave.slice(0, frames * HOP)
}

/** The level at which the network was trained. */
const TRAINED_PEAK = 0.5

/**
 * One window of sound at 48 kHz, whole: mel, latent, diffusion, mel, sound. Its length is a multiple of 3840 frames (8 mel frames); the published
 * model wants 5.12 s.
 */
export const restoreWindow = async (
  { encoder, unet, decoder, vocoder }: AudioSrGraphs,
  wave: Float32Array,
  cutoffHz: number,
  settings: SamplerSettings,
  random: Random,
  checkpoint: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> => {
  const mean = wave.reduce((sum, value) => sum + value, 0) / wave.length
  const peak = wave.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0)
  if (peak < 1e-6) return new Float32Array(wave.length)
  const gain = TRAINED_PEAK / peak
  const mel = logMel(wave.map((value) => gain * (value - mean)))
  await checkpoint()
  const condition = await encodeCondition(encoder, mel, random)
  const frames = mel.length / MEL_COUNT / FRAMES_A_LATENT
  const latent = await sampleLatent(unet, { condition, frames, ...settings, random, checkpoint })
  await checkpoint()
  const made = await decodeMel(decoder, latent, mel, melsBelow(cutoffHz))
  await checkpoint()
  return (await speakMel(vocoder, made)).map((value) => value / gain)
}
