import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { studio } from '../../bridge/studio-client.ts'
import { AudioReader } from '../../transport/index.ts'
import type { SampleWindow } from './wave-columns.ts'

/**
 * The samples themselves, for zooms finer than the mipmap: read by range in blocks of a second, the last few kept. Never decodes a file.
 * What cannot be read stays as rough as the mipmap is; the transport says why when it is played.
 */
export class SampleCache {
  readonly #changed: () => void
  #audioSha256: Sha256 | undefined
  #reader: AudioReader | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Asks for the blocks between two frames; `changed` is called as each arrives. */
  want(audioSha256: Sha256, fromFrame: number, toFrame: number): void {
    if (audioSha256 !== this.#audioSha256) void this.#open(audioSha256)
    const reader = this.#reader
    if (!reader) return
    const last = Math.floor(Math.min(toFrame, reader.layout.lengthFrames - 1) / reader.blockFrames)
    for (let index = Math.max(0, Math.floor(fromFrame / reader.blockFrames)); index <= last; index++) {
      if (!reader.readyBlock(index)) reader.block(index).then(this.#changed, () => undefined)
    }
  }

  /** Reads the blocks between two frames, unless they are there. What cannot be read is left out. */
  async load(audioSha256: Sha256, fromFrame: number, toFrame: number): Promise<void> {
    if (audioSha256 !== this.#audioSha256 || !this.#reader) await this.#open(audioSha256)
    const reader = this.#reader
    if (!reader) return
    const last = Math.floor(Math.min(toFrame, reader.layout.lengthFrames - 1) / reader.blockFrames)
    const first = Math.max(0, Math.floor(fromFrame / reader.blockFrames))
    await Promise.allSettled(Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => reader.block(first + i)))
  }

  readonly windowAt = (frame: number): SampleWindow | undefined => {
    const reader = this.#reader
    if (!reader) return undefined
    const index = Math.floor(frame / reader.blockFrames)
    const samples = reader.readyBlock(index)
    return samples && { channels: samples.channels, startFrame: index * reader.blockFrames }
  }

  /** Mean of the channels at one frame. */
  readonly sampleAt = (frame: number): number | undefined => {
    const window = this.windowAt(frame)
    if (!window) return undefined
    let sum = 0
    for (const channel of window.channels) sum += channel[frame - window.startFrame] ?? 0
    return sum / window.channels.length
  }

  async #open(audioSha256: Sha256): Promise<void> {
    this.#audioSha256 = audioSha256
    this.#reader = undefined
    const layout = await studio.project.audioLayout({ audioSha256 })
    if (!layout.ok || this.#audioSha256 !== audioSha256) return
    this.#reader = new AudioReader(layout.value)
    this.#changed()
  }
}
