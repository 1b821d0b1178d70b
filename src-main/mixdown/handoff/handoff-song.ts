import type { BeatOrigin } from '../../../src-shared/analysis/beat-origin.ts'
import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import type { MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import { secondsToTicks, ticksPerBar, ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import type { Score, TempoMap, TimeSignature } from '../../../src-shared/score/score.ts'
import { isDrums, programOf } from '../score-to-midi.ts'
import { type KeptMark, songMarks } from '../song-marks.ts'
import { beatWords } from './beat-words.ts'

/** `path`: from the hand-off's folder, with forward slashes. */
export type AudioTrack = { readonly name: string; readonly path: string; readonly isMuted: boolean; readonly channelCount: number }
export type PlayedNote = {
  readonly startTicks: number
  readonly lengthTicks: number
  readonly pitch: number
  /** 1..127 */
  readonly velocity: number
}
export type NoteTrack = {
  readonly name: string
  readonly isDrums: boolean
  /** General MIDI, from 0 */
  readonly program: number
  readonly notes: readonly PlayedNote[]
}
export type Mark = {
  readonly name: string
  readonly atSeconds: number
  readonly atTicks: number
  readonly untilSeconds: number | undefined
  readonly colour?: MarkerColour | undefined
}

/** A song as every DAW sees one: bar 1 begins at time 0, and so do all its files. */
export type HandoffSong = {
  readonly title: string
  readonly artist: string | undefined
  readonly comment: string
  readonly tempoMap: TempoMap
  readonly timeSignature: TimeSignature
  /** false: no beat is known, the tempo is only a default */
  readonly hasBeat: boolean
  readonly beat: BeatOrigin
  readonly sampleRateHz: number
  readonly lengthFrames: number
  readonly seconds: number
  readonly lengthTicks: number
  readonly audio: readonly AudioTrack[]
  readonly notes: readonly NoteTrack[]
  readonly marks: readonly Mark[]
}

/** How a song is laid on bars: silence before it, so that its first bar line falls on one of the DAW's. */
export type Placement = {
  readonly padFrames: number
  readonly shiftBars: number
  readonly tempoMap: TempoMap
  readonly timeSignature: TimeSignature
  readonly hasBeat: boolean
}

const NO_BEAT: { readonly tempoMap: TempoMap; readonly timeSignature: TimeSignature } = {
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
}
/** a bar line is where it is within this much of a bar */
const EPSILON_BARS = 1e-6

export const placeOnBars = ({ tempoMap, timeSignature, firstBarFrame, sampleRateHz }: Take): Placement => {
  if (!tempoMap || !timeSignature) return { ...NO_BEAT, padFrames: 0, shiftBars: 0, hasBeat: false }
  const barTicks = ticksPerBar(timeSignature)
  const barSeconds = ticksToSeconds([{ atTicks: 0, tempoBpm: tempoMap[0]?.tempoBpm ?? 120 }], barTicks)
  const shiftBars = Math.max(0, Math.ceil(firstBarFrame / sampleRateHz / barSeconds - EPSILON_BARS))
  const padFrames = Math.max(0, Math.round(shiftBars * barSeconds * sampleRateHz) - firstBarFrame)
  const shifted = tempoMap.map(({ atTicks, tempoBpm }, index) => ({ atTicks: index === 0 ? 0 : atTicks + shiftBars * barTicks, tempoBpm }))
  return { padFrames, shiftBars, tempoMap: shifted, timeSignature, hasBeat: true }
}

/** The same music some bars later. */
export const shiftScore = (score: Score, shiftBars: number): Score => {
  if (shiftBars === 0) return score
  const ticks = shiftBars * ticksPerBar(score.timeSignature)
  return {
    ...score,
    barCount: score.barCount + shiftBars,
    tempoMap: score.tempoMap.map((entry, index) => (index === 0 ? entry : { ...entry, atTicks: entry.atTicks + ticks })),
    sections: score.sections.map((section) => ({ ...section, startBar: section.startBar + shiftBars })),
    chords: score.chords.map((chord) => ({ ...chord, startTicks: chord.startTicks + ticks })),
    ...(score.lyrics && {
      lyrics: score.lyrics.map((line) => ({
        ...line,
        bar: line.bar + shiftBars,
        syllables: line.syllables.map((syllable) => ({ ...syllable, atTicks: syllable.atTicks + ticks })),
      })),
    }),
    parts: score.parts.map((part) => ({
      ...part,
      notes: part.notes.map((note) => ({ ...note, startTicks: note.startTicks + ticks })),
      controls: part.controls.map((control) => ({ ...control, atTicks: control.atTicks + ticks })),
    })),
  }
}

/** As it is played: early and late, not as on the page. */
const noteTracks = (score: Score | undefined): readonly NoteTrack[] =>
  (score?.parts ?? [])
    .filter(({ notes }) => notes.length > 0)
    .map((part) => ({
      name: part.name,
      isDrums: isDrums(part),
      program: programOf(part),
      notes: part.notes
        .map(({ startTicks, microTicks, lengthTicks, pitch, velocity }) => ({ startTicks: Math.max(0, startTicks + microTicks), lengthTicks, pitch, velocity }))
        .toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch),
    }))

/** `comment`: how it was made; what is to be known of its tempo is added to it. */
export type SongWords = Pick<HandoffSong, 'title' | 'artist' | 'comment' | 'beat'>

/** @param score already shifted by `placement.shiftBars` */
export const handoffSong = (
  words: SongWords,
  take: Take,
  placement: Placement,
  score: Score | undefined,
  kept: readonly KeptMark[],
  audio: readonly AudioTrack[],
): HandoffSong => {
  const { sampleRateHz } = take
  const { padFrames, tempoMap, timeSignature, hasBeat } = placement
  const lengthFrames = take.lengthFrames + padFrames
  const padSeconds = padFrames / sampleRateHz
  const seconds = lengthFrames / sampleRateHz
  const marks = songMarks(take, kept).map(({ atSeconds, untilSeconds, name, colour }) => ({
    name,
    ...(colour && { colour }),
    atSeconds: atSeconds + padSeconds,
    // a section begins on a bar line, whatever rounding made of its seconds
    atTicks: Math.round(secondsToTicks(tempoMap, atSeconds + padSeconds) * 1e6) / 1e6,
    untilSeconds: untilSeconds === undefined ? undefined : untilSeconds + padSeconds,
  }))
  return {
    ...words,
    comment: `${words.comment} ${beatWords(placement, words.beat)}`.trim(),
    tempoMap,
    timeSignature,
    hasBeat,
    sampleRateHz,
    lengthFrames,
    seconds,
    lengthTicks: secondsToTicks(tempoMap, seconds),
    audio,
    notes: noteTracks(score),
    marks,
  }
}

/** Quarter notes, as most DAWs count. */
export const quarters = (ticks: number): number => ticks / TICKS_PER_QUARTER
