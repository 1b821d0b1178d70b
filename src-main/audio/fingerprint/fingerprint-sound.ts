import { createRealFft } from '../../../src-shared/dsp/fft.ts'
import { hann } from '../../../src-shared/dsp/stft.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { readMonoSlowly } from '../analysis/read-mono.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'

/** Raise it when the same sound gets other words: what is stored is made again. */
export const FINGERPRINT_VERSION = 1
/** Words a second: one each 23 ms. */
export const FINGERPRINT_WORDS_A_SECOND = 43
/** What it is made of: one channel at about this rate, and the beginning of a recording, which is enough to know it by. */
export const FINGERPRINT_SOUND = { wantedHz: 5_512, mostSeconds: 120 } as const
const WINDOW_SECONDS = 0.37
const BANDS = 33
const LOWEST_HZ = 300
const HIGHEST_HZ = 2_000
/** below this a frame is silent, and its word 0 */
const SILENT_ENERGY = 1e-7

/** For each band, which bins and how much of each. */
const bandWeights = (bins: number, hzPerBin: number) =>
  Array.from({ length: BANDS }, (_, band) => {
    const edge = (i: number) => (LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (i / BANDS)) / hzPerBin + 0.5
    const [from, to] = [edge(band), Math.min(bins, edge(band + 1))]
    const first = Math.floor(from)
    const weights = Float64Array.from({ length: Math.ceil(to) - first }, (_, i) => Math.min(to, first + i + 1) - Math.max(from, first + i))
    return { first, weights }
  })

type Band = ReturnType<typeof bandWeights>[number]

const energyIn = ({ first, weights }: Band, re: Float64Array, im: Float64Array): number => {
  let energy = 0
  for (let i = 0; i < weights.length; i++) {
    const a = re[first + i] as number
    const b = im[first + i] as number
    energy += (weights[i] as number) * (a * a + b * b)
  }
  return energy
}

/**
 * A recording as 32-bit words by which it is known again after MP3, other levels, other sample rates and a shifted beginning: the signs of how
 * energy differences between 33 neighbouring bands (300 to 2,000 Hz, logarithmic) change from one 370 ms frame to the next, 23 ms on. Silent
 * frames are 0. J. Haitsma, T. Kalker: A Highly Robust Audio Fingerprinting System, ISMIR 2002; the hop is twice theirs.
 *
 * @param mono one channel, 4 kHz or more
 */
export const fingerprintOf = (mono: Float32Array, sampleRateHz: number, step: () => void = () => undefined): Uint32Array => {
  const length = Math.round(WINDOW_SECONDS * sampleRateHz)
  const size = 2 ** Math.ceil(Math.log2(length))
  const fft = createRealFft(size)
  const window = hann(length)
  const bands = bandWeights(fft.bins, sampleRateHz / size)
  const hop = sampleRateHz / FINGERPRINT_WORDS_A_SECOND
  const frames = Math.max(0, Math.floor((mono.length - length) / hop) + 1)
  const framed = new Float64Array(size)
  const re = new Float64Array(fft.bins)
  const im = new Float64Array(fft.bins)
  const words = new Uint32Array(frames)
  let before = new Float64Array(BANDS)
  let now = new Float64Array(BANDS)
  for (let frame = 0; frame < frames; frame++) {
    if (frame % 256 === 0) step()
    const start = Math.round(frame * hop)
    let loudness = 0
    // the last frame may lack a sample: a fraction of one was rounded
    const there = Math.min(length, mono.length - start)
    framed.fill(0, there, length)
    for (let i = 0; i < there; i++) {
      const sample = mono[start + i] as number
      loudness += sample * sample
      framed[i] = sample * (window[i] as number)
    }
    fft.forward(framed, re, im)
    for (let band = 0; band < BANDS; band++) now[band] = energyIn(bands[band] as Band, re, im)
    if (frame > 0 && loudness / length > SILENT_ENERGY) {
      let word = 0
      for (let bit = 0; bit < 32; bit++) {
        const change = (now[bit] as number) - (now[bit + 1] as number) - ((before[bit] as number) - (before[bit + 1] as number))
        word = (word << 1) | (change > 0 ? 1 : 0)
      }
      words[frame] = word >>> 0
    }
    ;[before, now] = [now, before]
  }
  return words
}

/** The fingerprint of a stored WAV. Runs in a worker. @throws FailureError audio.damaged, file.not-found; AbortError */
export const fingerprintFile = async (path: string, work: DecodeWork): Promise<Uint32Array> => {
  const { mono, sampleRateHz } = await readMonoSlowly(path, FINGERPRINT_SOUND.wantedHz, {
    mostSeconds: FINGERPRINT_SOUND.mostSeconds,
    checkpoint: () => checkpoint(work.flags),
  })
  work.progress(0.5)
  return fingerprintOf(mono, sampleRateHz, () => checkpoint(work.flags))
}
