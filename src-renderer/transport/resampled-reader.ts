import { createRationalResampler, type RationalResampler } from '../../src-shared/dsp/rational-resampler.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import { type Samples, type SoundReader, slice } from './audio-reader.ts'

/** what sounds, what comes next, and the one before */
const KEPT_BLOCKS = 3

/** A song at another sample rate, so that it follows one of that rate on the same output. Blocks made apart join without a seam. */
export class ResampledReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #song: SoundReader
  readonly #resampler: RationalResampler
  readonly #blocks = new Map<number, Promise<Samples>>()

  /** @param sampleRateHz whole Hz */
  constructor(song: SoundReader, sampleRateHz: number) {
    const { lengthFrames, sampleRateHz: own } = song.layout
    this.#song = song
    this.#resampler = createRationalResampler(own, sampleRateHz)
    this.layout = { ...song.layout, sampleRateHz, lengthFrames: Math.floor((lengthFrames * sampleRateHz) / own) }
    // a second is whole periods of the resampler's pattern
    this.blockFrames = sampleRateHz
  }

  songFrame(frame: number): number {
    return Math.min(this.#song.layout.lengthFrames, Math.floor((frame * this.#song.layout.sampleRateHz) / this.layout.sampleRateHz))
  }

  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    return slice(await this.block(index), startFrame - index * this.blockFrames, frameCount)
  }

  readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    return this.read(startFrame, frameCount)
  }

  readyBlock(): undefined {
    return undefined
  }

  block(index: number): Promise<Samples> {
    const known = this.#blocks.get(index)
    if (known) return known
    const making = this.#make(index)
    making.catch(() => this.#blocks.delete(index))
    this.#blocks.set(index, making)
    const [oldest] = this.#blocks.keys()
    if (this.#blocks.size > KEPT_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest)
    return making
  }

  async #make(index: number): Promise<Samples> {
    const { sampleRateHz: own, lengthFrames, channelCount } = this.#song.layout
    const { reach, resample } = this.#resampler
    const from = index * own - reach
    const to = (index + 1) * own + reach
    const sound = Array.from({ length: channelCount }, () => new Float32Array(to - from))
    const { blockFrames } = this.#song
    // beyond both ends there is silence
    for (let start = Math.max(0, from); start < Math.min(to, lengthFrames); ) {
      const end = Math.min((Math.floor(start / blockFrames) + 1) * blockFrames, to, lengthFrames)
      const { channels } = await this.#song.read(start, end - start)
      for (const [c, samples] of channels.entries()) sound[c]?.set(samples, start - from)
      start = end
    }
    const frameCount = Math.min(this.blockFrames, this.layout.lengthFrames - index * this.blockFrames)
    return slice({ channels: sound.map((samples) => resample(samples)), frameCount: this.blockFrames }, 0, frameCount)
  }
}
