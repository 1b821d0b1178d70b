import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import { audioUrl } from '../bridge/media-urls.ts'
import { BYTES_PER_SAMPLE, decodePcm } from './pcm-decode.ts'

export type Samples = { readonly channels: readonly Float32Array<ArrayBuffer>[]; readonly frameCount: number }

/** What a voice plays: sound that can be asked for by the frame. Rejects with FailureError 'audio.unreadable'. */
export type SoundReader = {
  readonly layout: AudioLayout
  readonly blockFrames: number
  /** `frameCount` frames from `startFrame`, inside one block */
  read(startFrame: number, frameCount: number): Promise<Samples>
  /** the quickest way to some sound at `startFrame` */
  readFirst(startFrame: number, frameCount: number): Promise<Samples>
  /** a block that is in memory now */
  readyBlock(index: number): Samples | undefined
  block(index: number): Promise<Samples>
  /** which frame of the song this is at `frame`, where it is not the same one */
  songFrame?(frame: number): number
}

/** About 16 s of stereo at 44.1 kHz: what a loop of eight bars and the next seconds need. */
const KEPT_BLOCKS = 24

export const slice = ({ channels }: Samples, from: number, frameCount: number): Samples => ({
  channels: channels.map((samples) => samples.subarray(from, from + frameCount)),
  frameCount,
})

/**
 * Reads one file by byte range. Whole blocks of one second are kept (least recently used leave first); a short first read goes past
 * the cache so that sound starts early.
 * @throws FailureError 'audio.unreadable'
 */
export class AudioReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #blocks = new Map<number, Promise<Samples>>()
  readonly #ready = new Map<number, Samples>()

  constructor(layout: AudioLayout) {
    this.layout = layout
    this.blockFrames = layout.sampleRateHz
  }

  /** `frameCount` frames from `startFrame`, inside one block. */
  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    const block = await this.block(index)
    return slice(block, startFrame - index * this.blockFrames, frameCount)
  }

  /** The quickest way to some sound at `startFrame`: from the cache, or a short read of its own while the block is on its way. */
  async readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    if (this.#ready.has(index)) return this.read(startFrame, frameCount)
    const first = await this.#fetch(startFrame, frameCount)
    void this.block(index).catch(() => undefined)
    return first
  }

  /** A block that is in memory now; undefined otherwise. For meters. */
  readyBlock(index: number): Samples | undefined {
    return this.#ready.get(index)
  }

  block(index: number): Promise<Samples> {
    const known = this.#blocks.get(index)
    if (known) {
      this.#blocks.delete(index)
      this.#blocks.set(index, known)
      return known
    }
    const startFrame = index * this.blockFrames
    const loading = this.#fetch(startFrame, Math.min(this.blockFrames, this.layout.lengthFrames - startFrame)).then((samples) => {
      if (this.#blocks.get(index) === loading) this.#ready.set(index, samples)
      return samples
    })
    loading.catch(() => this.#blocks.delete(index))
    this.#blocks.set(index, loading)
    this.#forgetOldest()
    return loading
  }

  #forgetOldest(): void {
    while (this.#blocks.size > KEPT_BLOCKS) {
      const oldest = this.#blocks.keys().next().value
      if (oldest === undefined) return
      this.#blocks.delete(oldest)
      this.#ready.delete(oldest)
    }
  }

  async #fetch(startFrame: number, frameCount: number): Promise<Samples> {
    const { audioSha256, dataOffset, encoding, channelCount } = this.layout
    const frameBytes = BYTES_PER_SAMPLE[encoding] * channelCount
    const from = dataOffset + startFrame * frameBytes
    const length = frameCount * frameBytes
    const response = await fetch(audioUrl(audioSha256), { headers: { range: `bytes=${from}-${from + length - 1}` } }).catch((cause) => {
      throw new FailureError(unreadable, { cause })
    })
    if (response.status !== 206) throw new FailureError(unreadable)
    const bytes = await response.arrayBuffer()
    const channels = decodePcm(bytes, encoding, channelCount)
    const got = channels[0]?.length ?? 0
    if (got < frameCount) throw new FailureError(unreadable)
    return { channels, frameCount }
  }
}

const unreadable = failure('audio.unreadable', 'This song’s audio file cannot be read. Other songs are not affected. Check the data folder in Settings.')
