import { equalPowerIn, equalPowerOut } from '../../../../../src-shared/dsp/crossfade.ts'
import { createRationalResampler } from '../../../../../src-shared/dsp/rational-resampler.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import type { BandMaker, MakerContext, SignalReader } from '../band-maker.ts'
import { restoreWindow, type SamplerSettings } from './restore-window.ts'

export type AudioSrFiles = { readonly vae_encoder: string; readonly unet: string; readonly vae_decoder: string; readonly vocoder: string }
export type AudioSrOptions = SamplerSettings & { readonly files: AudioSrFiles; readonly seed: number }

const RATE_HZ = 48_000
/** 5.12 s, the length that the network was trained on, and how much of it neighbours share. */
const WINDOW = 245_760
const OVERLAP = 15_360
const STRIDE = WINDOW - OVERLAP

/** A signal at 48 kHz: frames `from`..`to` of that rate, read and converted in whole periods. */
const readAt48 = (signal: SignalReader) => {
  const { stepIn, stepOut, reach, resample } = createRationalResampler(signal.rateHz, RATE_HZ)
  return async (from: number, to: number): Promise<Float32Array<ArrayBuffer>> => {
    const [first, last] = [Math.floor(from / stepOut), Math.ceil(to / stepOut)]
    const wide = resample(await signal.read(first * stepIn - reach, last * stepIn + reach))
    return wide.slice(from - first * stepOut, to - first * stepOut)
  }
}

/** Equal power, because what two windows invent is unlike. */
const join = (tail: Float32Array, head: Float32Array): Float32Array<ArrayBuffer> =>
  Float32Array.from(head, (value, i) => equalPowerOut((i + 0.5) / head.length) * (tail[i] ?? 0) + equalPowerIn((i + 0.5) / head.length) * value)

/**
 * AudioSR (arXiv 2309.07314): latent diffusion on mel spectrograms in windows of 5.12 s. The low band that its authors put back in a spectrogram is
 * put back by the crossover that follows, which does it without touching the song's samples.
 */
export const createAudioSr = ({ files, seed, ...settings }: AudioSrOptions, { sessions, checkpoint }: MakerContext): BandMaker =>
  async function* (signal, { from, to, cutoffHz }) {
    const graphs = {
      encoder: await sessions.open(files.vae_encoder),
      unet: await sessions.open(files.unet),
      decoder: await sessions.open(files.vae_decoder),
      vocoder: await sessions.open(files.vocoder),
    }
    const read = readAt48(signal)
    const back = createRationalResampler(RATE_HZ, signal.rateHz)
    const periodOf = (frame: number) => Math.floor(frame / back.stepOut)
    const start = periodOf(from) * back.stepIn - back.reach
    const end = (periodOf(to) + 1) * back.stepIn + back.reach
    const random = createRandom(seed)
    // what waits to be converted begins `back.reach` before the next period that is due
    let waiting = new Float32Array()
    let tail = new Float32Array()
    let due = periodOf(from)
    for (let at = start, number = 0; at < end; at += STRIDE, number++) {
      await checkpoint()
      const made = await restoreWindow(graphs, await read(at, at + WINDOW), cutoffHz, settings, random.fork(number), checkpoint)
      const head = number === 0 ? made.slice(0, OVERLAP) : join(tail, made.subarray(0, OVERLAP))
      tail = made.slice(STRIDE)
      const grown = new Float32Array(waiting.length + STRIDE)
      grown.set(waiting)
      grown.set(head, waiting.length)
      grown.set(made.subarray(OVERLAP, STRIDE), waiting.length + OVERLAP)
      const periods = Math.min(Math.floor((grown.length - 2 * back.reach) / back.stepIn), periodOf(to) + 1 - due)
      if (periods <= 0) {
        waiting = grown
        continue
      }
      const out = back.resample(grown.subarray(0, periods * back.stepIn + 2 * back.reach))
      waiting = grown.slice(periods * back.stepIn)
      const [outFrom, outTo] = [due * back.stepOut, (due + periods) * back.stepOut]
      due += periods
      const block = out.subarray(Math.max(0, from - outFrom), out.length - Math.max(0, outTo - to))
      if (block.length > 0) yield block
    }
  }
