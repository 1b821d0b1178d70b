import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { Samples, SoundReader } from './audio-reader.ts'
import { type Course, frameAfter, framesUntilEnd, nextSpan } from './playback-plan.ts'

/**
 * A song from one frame on, with its loop unrolled, as one straight sound: its frame n is what is heard n frames after the course began. A loop is
 * exact to the song's own frame at whatever rate this is heard, which a loop between rounded frames of another rate is not. Endless inside a loop.
 */
export class CourseReader implements SoundReader {
  readonly layout: AudioLayout
  readonly blockFrames: number
  readonly #song: SoundReader
  readonly #course: Course

  constructor(song: SoundReader, course: Course) {
    this.#song = song
    this.#course = course
    this.layout = { ...song.layout, lengthFrames: framesUntilEnd(course) }
    this.blockFrames = song.blockFrames
  }

  songFrame(frame: number): number {
    const inSong = frameAfter(this.#course, frame)
    return this.#song.songFrame?.(inSong) ?? inSong
  }

  async read(startFrame: number, frameCount: number): Promise<Samples> {
    const channels = Array.from({ length: this.layout.channelCount }, () => new Float32Array(frameCount))
    for (let at = 0; at < frameCount; ) {
      const span = nextSpan(this.#course, startFrame + at, this.#song.blockFrames)
      if (!span) break
      const count = Math.min(span.frameCount, frameCount - at)
      const piece = await this.#song.read(span.startFrame, count)
      for (const [c, samples] of piece.channels.entries()) channels[c]?.set(samples, at)
      at += count
    }
    return { channels, frameCount }
  }

  readFirst(startFrame: number, frameCount: number): Promise<Samples> {
    return this.read(startFrame, frameCount)
  }

  readyBlock(): undefined {
    return undefined
  }

  block(index: number): Promise<Samples> {
    const start = index * this.blockFrames
    return this.read(start, Math.min(this.blockFrames, this.layout.lengthFrames - start))
  }
}
