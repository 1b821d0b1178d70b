import { createRationalResampler, type RationalResampler } from '../../src-shared/dsp/rational-resampler.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import { type Samples, type SoundReader, slice } from './audio-reader.ts'

/** what sounds, what comes next, and the one before */
const KEPT_BLOCKS = 3

/** A song at another sample rate, so that it can be heard on an output of that rate. Blocks made apart join without a seam. Its song may be endless. */
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
    this.blockFrames = sampleRateHz
  }

  songFrame(frame: number): number {
    const inSong = Math.min(this.#song.layout.lengthFrames, Math.floor((frame * this.#song.layout.sampleRateHz) / this.layout.sampleRateHz))
    return this.#song.songFrame?.(inSong) ?? inSong
  }

  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    return slice(await this.block(index), startFrame - index * this.blockFrames, frameCount)
  }

  /** Only what is asked for, without the rest of its block. */
  async readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    if (this.#blocks.has(Math.floor(startFrame / this.blockFrames))) return this.read(startFrame, frameCount)
    const { stepOut } = this.#resampler
    const first = Math.floor(startFrame / stepOut)
    const piece = await this.#periods(first, Math.ceil((startFrame + frameCount) / stepOut))
    return slice(piece, startFrame - first * stepOut, frameCount)
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
    // a second is whole periods of the resampler's pattern
    const periods = this.blockFrames / this.#resampler.stepOut
    const block = await this.#periods(index * periods, (index + 1) * periods)
    return slice(block, 0, Math.min(this.blockFrames, this.layout.lengthFrames - index * this.blockFrames))
  }

  /** The output of whole periods of the pattern. */
  async #periods(first: number, end: number): Promise<Samples> {
    const { lengthFrames, channelCount } = this.#song.layout
    const { reach, resample, stepIn, stepOut } = this.#resampler
    const from = first * stepIn - reach
    const to = end * stepIn + reach
    const sound = Array.from({ length: channelCount }, () => new Float32Array(to - from))
    const { blockFrames } = this.#song
    // beyond both ends there is silence
    for (let start = Math.max(0, from); start < Math.min(to, lengthFrames); ) {
      const until = Math.min((Math.floor(start / blockFrames) + 1) * blockFrames, to, lengthFrames)
      const { channels } = await this.#song.read(start, until - start)
      for (const [c, samples] of channels.entries()) sound[c]?.set(samples, start - from)
      start = until
    }
    return { channels: sound.map((samples) => resample(samples)), frameCount: (end - first) * stepOut }
  }
}
