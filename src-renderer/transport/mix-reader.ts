import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { AudioReader, Samples, SoundReader } from './audio-reader.ts'
import { slice } from './audio-reader.ts'

/** One file of a mix, and what each of its sides is multiplied by. */
export type MixVoice = { readonly reader: AudioReader; readonly left: number; readonly right: number }

const KEPT_BLOCKS = 24

/**
 * Several files of one length and rate as one: read side by side and added up. The files' own readers keep their blocks, so that another mix of
 * the same files costs sums only. No voice at all is silence.
 */
export class MixReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #voices: readonly MixVoice[]
  readonly #blocks = new Map<number, Promise<Samples>>()
  readonly #ready = new Map<number, Samples>()

  /** @param layout of the song that the mix stands for */
  constructor(layout: AudioLayout, voices: readonly MixVoice[]) {
    this.layout = layout
    this.blockFrames = layout.sampleRateHz
    this.#voices = voices
  }

  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    return slice(await this.block(index), startFrame - index * this.blockFrames, frameCount)
  }

  async readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    if (this.#ready.has(index)) return this.read(startFrame, frameCount)
    const parts = await Promise.all(this.#voices.map(({ reader }) => reader.readFirst(startFrame, frameCount)))
    void this.block(index).catch(() => undefined)
    return this.#sum(parts, frameCount)
  }

  readyBlock(index: number): Samples | undefined {
    return this.#ready.get(index)
  }

  block(index: number): Promise<Samples> {
    const known = this.#blocks.get(index)
    if (known) return known
    const frameCount = Math.min(this.blockFrames, this.layout.lengthFrames - index * this.blockFrames)
    const mixing = Promise.all(this.#voices.map(({ reader }) => reader.block(index))).then((parts) => {
      const mixed = this.#sum(parts, frameCount)
      if (this.#blocks.get(index) === mixing) this.#ready.set(index, mixed)
      return mixed
    })
    mixing.catch(() => this.#blocks.delete(index))
    this.#blocks.set(index, mixing)
    const oldest = this.#blocks.size > KEPT_BLOCKS ? this.#blocks.keys().next().value : undefined
    if (oldest !== undefined) {
      this.#blocks.delete(oldest)
      this.#ready.delete(oldest)
    }
    return mixing
  }

  #sum(parts: readonly Samples[], frameCount: number): Samples {
    const out = [new Float32Array(frameCount), new Float32Array(frameCount)] as const
    parts.forEach(({ channels }, part) => {
      const voice = this.#voices[part]
      if (!voice) return
      out.forEach((sum, side) => {
        const samples = channels[side] ?? channels[0]
        const gain = side === 0 ? voice.left : voice.right
        if (!samples || gain === 0) return
        const count = Math.min(frameCount, samples.length)
        for (let i = 0; i < count; i++) sum[i] = (sum[i] as number) + (samples[i] as number) * gain
      })
    })
    return { channels: out, frameCount }
  }
}
