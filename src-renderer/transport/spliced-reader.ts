import { crossfade } from '../../src-shared/dsp/crossfade-seam.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { AudioReader, Samples, SoundReader } from './audio-reader.ts'
import { slice } from './audio-reader.ts'

/**
 * One stretch of a spliced song and the file that plays there; the same moment lies `shiftFrames` later in the file. `fadeFrames`: the crossfade
 * into it, which lies before its first frame.
 */
export type Splice = {
  readonly reader: AudioReader
  readonly startFrame: number
  readonly endFrame: number
  readonly shiftFrames: number
  readonly fadeFrames: number
}

const KEPT_BLOCKS = 24

/** Frames of one file, across its blocks. */
const readAcross = async ({ reader, shiftFrames }: Splice, from: number, to: number): Promise<Float32Array<ArrayBuffer>[]> => {
  const [start, end] = [from + shiftFrames, to + shiftFrames]
  const parts: Samples[] = []
  for (let at = start; at < end; ) {
    const blockEnd = (Math.floor(at / reader.blockFrames) + 1) * reader.blockFrames
    const until = Math.min(end, blockEnd)
    parts.push(await reader.read(at, until - at))
    at = until
  }
  return (parts[0]?.channels ?? []).map((_, channel) => {
    const joined = new Float32Array(end - start)
    let at = 0
    for (const { channels, frameCount } of parts) {
      joined.set(channels[channel] ?? [], at)
      at += frameCount
    }
    return joined
  })
}

/** A song played from stretches of several files of one rate, with the crossfades that a rendered comp has. */
export class SplicedReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #splices: readonly Splice[]
  readonly #blocks = new Map<number, Promise<Samples>>()
  readonly #ready = new Map<number, Samples>()
  readonly #fades = new Map<number, Promise<Float32Array[]>>()

  /**
   * @param layout  of the song that it stands for
   * @param splices cover the whole song in order
   */
  constructor(layout: AudioLayout, splices: readonly Splice[]) {
    this.layout = layout
    this.blockFrames = layout.sampleRateHz
    this.#splices = splices
  }

  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const index = Math.floor(startFrame / this.blockFrames)
    return slice(await this.block(index), startFrame - index * this.blockFrames, frameCount)
  }

  readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    return this.read(startFrame, frameCount)
  }

  readyBlock(index: number): Samples | undefined {
    return this.#ready.get(index)
  }

  block(index: number): Promise<Samples> {
    const known = this.#blocks.get(index)
    if (known) return known
    const from = index * this.blockFrames
    const splicing = this.#between(from, Math.min(this.layout.lengthFrames, from + this.blockFrames)).then((samples) => {
      if (this.#blocks.get(index) === splicing) this.#ready.set(index, samples)
      return samples
    })
    splicing.catch(() => this.#blocks.delete(index))
    this.#blocks.set(index, splicing)
    const oldest = this.#blocks.size > KEPT_BLOCKS ? this.#blocks.keys().next().value : undefined
    if (oldest !== undefined) {
      this.#blocks.delete(oldest)
      this.#ready.delete(oldest)
    }
    return splicing
  }

  /** The whole crossfade into a stretch: its curves follow from how alike both sides are over all of it. */
  #fadeInto(place: number, before: Splice, next: Splice): Promise<Float32Array[]> {
    const known = this.#fades.get(place)
    if (known) return known
    const [from, to] = [next.startFrame - next.fadeFrames, next.startFrame]
    const fading = Promise.all([readAcross(before, from, to), readAcross(next, from, to)]).then(([outgoing, incoming]) => crossfade(outgoing, incoming))
    fading.catch(() => this.#fades.delete(place))
    this.#fades.set(place, fading)
    return fading
  }

  async #between(from: number, to: number): Promise<Samples> {
    const channels = Array.from({ length: this.layout.channelCount }, () => new Float32Array(to - from))
    const put = (sound: readonly Float32Array[], at: number, first: number, last: number): void => {
      channels.forEach((samples, channel) => {
        samples.set((sound[channel] ?? sound[0])?.subarray(first - at, last - at) ?? [], first - from)
      })
    }
    for (const [place, splice] of this.#splices.entries()) {
      const before = this.#splices[place - 1]
      const fadeFrom = splice.startFrame - splice.fadeFrames
      if (before && splice.fadeFrames > 0 && fadeFrom < to && splice.startFrame > from) {
        const fade = await this.#fadeInto(place, before, splice)
        put(fade, fadeFrom, Math.max(from, fadeFrom), Math.min(to, splice.startFrame))
      }
      const bodyEnd = splice.endFrame - (this.#splices[place + 1]?.fadeFrames ?? 0)
      const [first, last] = [Math.max(from, splice.startFrame), Math.min(to, bodyEnd)]
      if (last > first) put(await readAcross(splice, first, last), first, first, last)
    }
    return { channels, frameCount: to - from }
  }
}
