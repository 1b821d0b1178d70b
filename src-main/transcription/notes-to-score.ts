import { TICKS_PER_QUARTER } from '../../src-shared/kernel/units.ts'
import { secondsToTicks, ticksPerBar } from '../../src-shared/score/musical-time.ts'
import type { ControlEvent, Key, Note, Part, Score, Section, TempoMap, TimeSignature } from '../../src-shared/score/score.ts'
import type { HeardNote } from '../../src-shared/transcription/notes.ts'

/** A song's own bars. `firstBarSeconds`: where bar 0 begins in its sound. */
export type SongBars = {
  readonly tempoMap: TempoMap
  readonly timeSignature: TimeSignature
  readonly firstBarSeconds: number
  readonly sections: readonly Section[]
}

/** Where the studio found no beat: seconds come out right, bars mean nothing. */
export const UNKNOWN_BARS: SongBars = {
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarSeconds: 0,
  sections: [],
}

/** Bars put before the song's bar 0, so that notes of a lead-in have a place and bar lines stay where they are. */
const leadInBars = ({ tempoMap, timeSignature, firstBarSeconds }: SongBars): number =>
  firstBarSeconds <= 0 ? 0 : Math.ceil(secondsToTicks(tempoMap.slice(0, 1), firstBarSeconds) / ticksPerBar(timeSignature))

/** Seconds of the sound -> ticks, with a lead-in at the first tempo. */
const createClock = (bars: SongBars): ((seconds: number) => number) => {
  const shift = leadInBars(bars) * ticksPerBar(bars.timeSignature)
  return (seconds) => {
    const own = seconds - bars.firstBarSeconds
    const ticks = own >= 0 ? secondsToTicks(bars.tempoMap, own) : -secondsToTicks(bars.tempoMap.slice(0, 1), -own)
    return Math.max(0, Math.round(ticks) + shift)
  }
}

/** A bend a change, and back to the middle where the next note begins. */
const bendsOf = (note: HeardNote, ticksOf: (seconds: number) => number): readonly ControlEvent[] => {
  const { bends = [], startSeconds, endSeconds } = note
  const events: ControlEvent[] = []
  bends.forEach((semitones, i) => {
    const isChange = i === 0 || semitones !== bends[i - 1]
    if (isChange) events.push({ kind: 'bend', atTicks: ticksOf(startSeconds + ((endSeconds - startSeconds) * i) / bends.length), semitones })
  })
  return bends.length === 0 ? events : [...events, { kind: 'bend', atTicks: ticksOf(endSeconds), semitones: 0 }]
}

/** A key is struck again only once it is up: a note ends where the next one of its pitch begins; of two that begin together the longer one stays. */
const oneAtATime = (notes: readonly Note[]): Note[] => {
  const kept: Note[] = []
  const latest = new Map<number, number>()
  for (const note of [...notes].sort((a, b) => a.startTicks - b.startTicks || b.lengthTicks - a.lengthTicks)) {
    const at = latest.get(note.pitch)
    const before = at === undefined ? undefined : kept[at]
    if (before && before.startTicks === note.startTicks) continue
    if (before && at !== undefined) kept[at] = { ...before, lengthTicks: Math.min(before.lengthTicks, note.startTicks - before.startTicks) }
    latest.set(note.pitch, kept.push(note) - 1)
  }
  return kept
}

const MIX: Part['mix'] = { gainDb: 0, pan: 0, roomSendDb: -18, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 20, lowPassHz: 20_000 }

export type Transcript = { readonly name: string; readonly program: number; readonly notes: readonly HeardNote[] }

/** Heard notes as one part of a score, on the song's own bars: what MIDI export writes. */
export const notesToScore = ({ name, program, notes }: Transcript, bars: SongBars, key: Key, lengthSeconds: number): Score => {
  const ticksOf = createClock(bars)
  const shiftBars = leadInBars(bars)
  const shiftTicks = shiftBars * ticksPerBar(bars.timeSignature)
  const heard: readonly Note[] = notes.map(({ startSeconds, endSeconds, pitch, velocity }) => {
    const startTicks = ticksOf(startSeconds)
    return { startTicks, lengthTicks: Math.max(1, ticksOf(endSeconds) - startTicks), pitch, velocity, microTicks: 0 }
  })
  const written = oneAtATime(heard)
  const lastTicks = Math.max(ticksOf(lengthSeconds), ...written.map(({ startTicks, lengthTicks }) => startTicks + lengthTicks))
  return {
    version: 1,
    style: '',
    key,
    timeSignature: bars.timeSignature,
    tempoMap: bars.tempoMap.map(({ atTicks, tempoBpm }) => ({ atTicks: atTicks === 0 ? 0 : atTicks + shiftTicks, tempoBpm })),
    barCount: Math.max(1, Math.ceil(lastTicks / ticksPerBar(bars.timeSignature))),
    sections: bars.sections.map((section) => ({ ...section, startBar: section.startBar + shiftBars })),
    chords: [],
    parts: [
      {
        id: 'heard',
        name,
        role: 'lead',
        voice: { kind: 'soundfont', bank: 0, program },
        notes: written,
        controls: notes.flatMap((note) => bendsOf(note, ticksOf)),
        mix: MIX,
      },
    ],
    ending: 'cold',
    master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
  }
}

/** The same to be heard: seconds stay seconds, whatever the song's tempo does. */
export const notesToSoundScore = (transcript: Transcript, lengthSeconds: number): Score => {
  const score = notesToScore(transcript, UNKNOWN_BARS, { tonic: 'C', mode: 'major' }, lengthSeconds)
  const bars = Math.max(1, Math.ceil((lengthSeconds * 2 * TICKS_PER_QUARTER) / ticksPerBar(UNKNOWN_BARS.timeSignature)))
  return { ...score, barCount: bars, sections: [{ label: 'A', role: 'verse', startBar: 0, barCount: bars, energy: 0.5 }] }
}
