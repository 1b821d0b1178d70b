import { createOverlapAdd, type FinishedPiece } from './overlap-add.ts'
import { type Stretch, segmentsOf } from './segments.ts'
import type { Pair, SeparateSegment } from './separation-graph.ts'
import type { Measure, SongAtRate } from './song-at-rate.ts'

/** Which sources are added up to one voice: indices into the model's list. */
export type Voices = readonly (readonly number[])[]

export type StretchWork = {
  readonly separate: SeparateSegment
  readonly song: SongAtRate
  readonly measure: Measure
  readonly voices: Voices
  readonly segmentFrames: number
  readonly overlap: number
  /** awaited before each segment: how many frames of the stretch are done */
  step(doneFrames: number): Promise<void>
}

const addUp = (sources: readonly Pair[], voice: readonly number[]): Pair => {
  const [first, ...others] = sources.filter((_, source) => voice.includes(source))
  if (!first) throw new RangeError('a voice of no source')
  if (others.length === 0) return first
  // a copy, since a source may be part of another voice
  const sum: Pair = [first[0].slice(), first[1].slice()]
  for (const pair of others) {
    sum.forEach((samples, channel) => {
      const more = pair[channel] as Float32Array
      for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) + (more[i] as number)
    })
  }
  return sum
}

/** The voices of a stretch of a song, piece by piece, in order, as the model heard them: normalised. */
export const separateStretch = async function* (stretch: Stretch, work: StretchWork): AsyncGenerator<FinishedPiece> {
  const { separate, song, measure, voices, segmentFrames, overlap, step } = work
  const adding = createOverlapAdd(voices.length, 2, segmentFrames)
  for (const segment of segmentsOf(stretch, segmentFrames, overlap)) {
    await step(segment.start - stretch.start)
    const window = await song.read(segment.windowStart, segment.windowStart + segmentFrames)
    const { mean, deviation } = measure
    const isInSong = (i: number) => segment.windowStart + i >= 0 && segment.windowStart + i < song.lengthFrames
    for (const samples of window) for (let i = 0; i < segmentFrames; i++) samples[i] = isInSong(i) ? ((samples[i] as number) - mean) / deviation : 0
    const sources = await separate(window)
    const piece = adding.add(
      segment,
      voices.map((voice) => addUp(sources, voice)),
      segment.start - segment.windowStart,
    )
    if (piece) yield piece
  }
  const last = adding.flush()
  if (last) yield last
}
