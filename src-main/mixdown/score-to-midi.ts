import midiFile from '@tonejs/midi'
import { TICKS_PER_QUARTER } from '../../src-shared/kernel/units.ts'
import { sectionName } from '../../src-shared/project/section-name.ts'
import { ticksPerBar } from '../../src-shared/score/musical-time.ts'
import type { ControlEvent, Part, Score } from '../../src-shared/score/score.ts'
import { accidentalsOf } from './key-signature.ts'
import { midiTempos, readTempos } from './midi-tempos.ts'

const { Midi } = midiFile
type MidiTrack = ReturnType<InstanceType<typeof Midi>['addTrack']>

const DRUM_CHANNEL = 9
/** General MIDI programs that come nearest to the chip's waves */
const CHIP_PROGRAMS = { pulse1: 80, pulse2: 80, triangle: 38, noise: 122 } as const
const TEXTURE_PROGRAM = 122
/** Synth bass 2: the nearest that bends as far */
const SUB_PROGRAM = 39
const BEND_RANGE_SEMITONES = 2

/** The library writes key signatures 14 accidentals off (@tonejs/midi 2.0.28, Encode.ts), so the byte is put right in the finished file. */
const mendKeySignature = (bytes: Uint8Array, accidentals: number): Uint8Array => {
  const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0x59 && bytes[i + 2] === 2)
  if (at < 0) throw new Error('the MIDI file has no key signature')
  bytes[at + 3] = accidentals & 0xff
  return bytes
}

/** Games jump back here: the first bar after the intro, and where the closing bar would begin. */
const loopMarks = (score: Score): { type: string; text: string; ticks: number }[] => {
  const isConsole = score.parts.length > 0 && score.parts.every(({ voice }) => voice.kind === 'chip' && voice.isConsole)
  const first = score.sections.find(({ role }) => role !== 'intro')
  if (!isConsole || !first) return []
  const bar = ticksPerBar(score.timeSignature)
  return [
    { type: 'marker', text: 'loopStart', ticks: first.startBar * bar },
    { type: 'marker', text: 'loopEnd', ticks: (score.ending === 'fade' ? score.barCount : score.barCount - 1) * bar },
  ]
}

/** The MIDI library writes one byte a character: UTF-8 has to be put in as bytes. */
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

export const isDrums = ({ voice }: Part): boolean => voice.kind === 'drumkit' || (voice.kind === 'chip' && voice.wave === 'noise')

export const programOf = ({ voice }: Part): number => {
  switch (voice.kind) {
    case 'soundfont':
    case 'drumkit':
      return voice.program
    case 'chip':
      return voice.wave === 'noise' ? 0 : CHIP_PROGRAMS[voice.wave]
    case 'sub':
      return SUB_PROGRAM
    case 'texture':
      return TEXTURE_PROGRAM
  }
}

const addControls = (track: MidiTrack, controls: readonly ControlEvent[]): void => {
  const widest = controls.reduce((most, control) => (control.kind === 'bend' ? Math.max(most, Math.abs(control.semitones)) : most), 0)
  const range = Math.max(BEND_RANGE_SEMITONES, Math.ceil(widest))
  if (range > BEND_RANGE_SEMITONES) {
    // registered parameter 0; the library orders controllers of one tick by number, so the value waits a tick
    track.addCC({ number: 101, value: 0, ticks: 0 })
    track.addCC({ number: 100, value: 0, ticks: 0 })
    track.addCC({ number: 6, value: range / 127, ticks: 1 })
  }
  for (const control of controls) {
    if (control.kind === 'cc') track.addCC({ number: control.number, value: control.value / 127, ticks: control.atTicks })
    // written as the raw 14 bits, though read back as -1..1
    else track.addPitchBend({ value: Math.max(-8192, Math.min(8191, Math.round((control.semitones / range) * 8192))), ticks: control.atTicks })
  }
}

/**
 * A standard MIDI file (format 1, 960 ticks a quarter): tempo map, meter, key, section markers, a track a part with its name, General MIDI
 * program, notes as they are played (early and late, not as on the page), controls and bends. Sound effects without notes are left out.
 */
export const scoreToMidi = (score: Score, title: string): Uint8Array => {
  // MIDI knows two modes
  const scale = score.key.mode === 'minor' ? 'minor' : 'major'
  const midi = new Midi()
  midi.header.fromJSON({
    name: utf8(title),
    ppq: TICKS_PER_QUARTER,
    tempos: readTempos(
      midiTempos(score.tempoMap, ticksPerBar(score.timeSignature), score.barCount * ticksPerBar(score.timeSignature)).map(({ atTicks, microseconds }) => ({
        atTicks,
        // the library drops what is behind the point, and 60 / (60 / x) may lie just below x
        microseconds: microseconds + 0.25,
      })),
    ).map(({ atTicks, tempoBpm }) => ({ ticks: atTicks, bpm: tempoBpm })),
    timeSignatures: [{ ticks: 0, timeSignature: [score.timeSignature.beats, score.timeSignature.unit] }],
    keySignatures: [{ ticks: 0, key: 'C', scale }],
    meta: [
      ...score.sections.map((section) => ({
        type: 'marker',
        text: utf8(sectionName(section)),
        ticks: section.startBar * ticksPerBar(score.timeSignature),
      })),
      ...loopMarks(score),
      ...(score.lyrics ?? []).flatMap(({ syllables }) =>
        // a hyphen says that the word goes on (RP-017)
        syllables.map(({ text, isJoined, atTicks }) => ({ type: 'lyrics', text: utf8(isJoined ? `${text}-` : `${text} `), ticks: atTicks })),
      ),
    ],
  })
  let melodic = 0
  for (const part of score.parts) {
    if (part.notes.length === 0) continue
    const track = midi.addTrack()
    track.name = utf8(part.name)
    const free = melodic % 15
    track.channel = isDrums(part) ? DRUM_CHANNEL : free < DRUM_CHANNEL ? free : free + 1
    if (!isDrums(part)) melodic++
    track.instrument.number = programOf(part)
    addControls(track, part.controls)
    for (const { startTicks, lengthTicks, pitch, velocity, microTicks } of part.notes)
      track.addNote({ midi: pitch, ticks: Math.max(0, startTicks + microTicks), durationTicks: lengthTicks, velocity: velocity / 127 })
  }
  return mendKeySignature(midi.toArray(), accidentalsOf(score.key))
}
