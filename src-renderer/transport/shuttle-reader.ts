import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { Samples, SoundReader } from './audio-reader.ts'

/**
 * A song from one frame on at another speed, backwards where `rate` is negative, as tape does it: the pitch goes along. Its frame n is the song's
 * frame `fromFrame + n * rate`; it ends where the song does, at either side.
 */
export class ShuttleReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #song: SoundReader
  readonly #fromFrame: number
  readonly #rate: number

  constructor(song: SoundReader, fromFrame: number, rate: number) {
    if (rate === 0) throw new RangeError('a shuttle that stands still is no sound')
    this.#song = song
    this.#fromFrame = fromFrame
    this.#rate = rate
    const left = rate > 0 ? song.layout.lengthFrames - fromFrame : fromFrame
    this.layout = { ...song.layout, lengthFrames: Math.max(0, Math.floor(left / Math.abs(rate))) }
    this.blockFrames = song.blockFrames
  }

  /** Where the song is when this is at `frame`. */
  songFrame(frame: number): number {
    return Math.min(this.#song.layout.lengthFrames, Math.max(0, Math.round(this.#fromFrame + frame * this.#rate)))
  }

  read(startFrame: number, frameCount: number): Promise<Samples> {
    return this.#render(startFrame, frameCount)
  }

  readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    return this.#render(startFrame, frameCount)
  }

  readyBlock(): undefined {
    return undefined
  }

  block(index: number): Promise<Samples> {
    const start = index * this.blockFrames
    return this.#render(start, Math.min(this.blockFrames, this.layout.lengthFrames - start))
  }

  /** Each frame is the mean of the song's frames that it stands for (a rough low-pass at high speeds), or lies between two of them. */
  async #render(startFrame: number, frameCount: number): Promise<Samples> {
    const positions = Float64Array.from({ length: frameCount }, (_, i) => this.#fromFrame + (startFrame + i) * this.#rate)
    const reach = Math.max(1, Math.round(Math.abs(this.#rate)))
    const low = Math.max(0, Math.floor(Math.min(positions[0] ?? 0, positions.at(-1) ?? 0)) - reach)
    const high = Math.min(this.#song.layout.lengthFrames, Math.ceil(Math.max(positions[0] ?? 0, positions.at(-1) ?? 0)) + reach + 1)
    const sound = await this.#span(low, high)
    const channels = sound.map((samples) => {
      const at = (frame: number) => samples[Math.min(samples.length - 1, Math.max(0, frame - low))] ?? 0
      return positions.map((position) => {
        const whole = Math.floor(position)
        if (reach > 1) {
          let sum = 0
          for (let k = 0; k < reach; k++) sum += at(whole + k)
          return sum / reach
        }
        const between = position - whole
        return at(whole) * (1 - between) + at(whole + 1) * between
      })
    })
    return { channels: channels.map((samples) => Float32Array.from(samples)), frameCount }
  }

  async #span(from: number, to: number): Promise<Float32Array[]> {
    const sound = Array.from({ length: this.#song.layout.channelCount }, () => new Float32Array(Math.max(0, to - from)))
    const { blockFrames } = this.#song
    for (let index = Math.floor(from / blockFrames); index * blockFrames < to; index++) {
      const block = await this.#song.block(index)
      const begin = Math.max(from, index * blockFrames)
      const end = Math.min(to, index * blockFrames + block.frameCount)
      for (const [c, samples] of block.channels.entries())
        sound[c]?.set(samples.subarray(begin - index * blockFrames, Math.max(begin, end) - index * blockFrames), begin - from)
    }
    return sound
  }
}
