import midiFile from '@tonejs/midi'
import { expect, test } from 'vitest'
import type { Part, Score } from '../../src-shared/score/score.ts'
import { scoreToMidi } from './score-to-midi.ts'

const mix: Part['mix'] = { gainDb: 0, pan: 0, roomSendDb: -60, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 0, lowPassHz: 20_000 }
const note = (startTicks: number, pitch: number, microTicks = 0) => ({ startTicks, lengthTicks: 480, pitch, velocity: 100, microTicks })
const part = (id: string, voice: Part['voice'], notes: Part['notes'], controls: Part['controls'] = []): Part => ({
  id,
  name: `Part ${id}`,
  role: 'lead',
  voice,
  notes,
  controls,
  mix,
})

const score: Score = {
  version: 1,
  style: 'lofi',
  key: { tonic: 'F#', mode: 'minor' },
  timeSignature: { beats: 7, unit: 8 },
  tempoMap: [
    { atTicks: 0, tempoBpm: 82 },
    { atTicks: 6_720, tempoBpm: 96 },
  ],
  barCount: 4,
  sections: [
    { label: 'A', role: 'intro', startBar: 0, barCount: 2, energy: 0.5 },
    { label: 'B', role: 'verse', startBar: 2, barCount: 2, energy: 0.6 },
  ],
  chords: [],
  parts: [
    part(
      'keys',
      { kind: 'soundfont', bank: 0, program: 4 },
      [note(0, 60, -10), note(960, 64, 12)],
      [
        { kind: 'cc', atTicks: 0, number: 11, value: 90 },
        { kind: 'bend', atTicks: 960, semitones: 12 },
      ],
    ),
    part('drums', { kind: 'drumkit', program: 40 }, [note(0, 36), note(480, 38)]),
    part('rain', { kind: 'texture', texture: 'rain' }, []),
    ...Array.from({ length: 10 }, (_, i) => part(`s${i}`, { kind: 'soundfont', bank: 0, program: i }, [note(0, 40 + i)])),
  ],
  ending: 'ring',
  master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
}

test('a MIDI file says what the score says, as it is played', () => {
  const midi = new midiFile.Midi(scoreToMidi(score, 'Rain “on” glass'))
  expect(midi.header.ppq).toBe(960)
  expect(Buffer.from(midi.header.name, 'latin1').toString('utf8')).toBe('Rain “on” glass')
  expect(midi.header.tempos.map(({ ticks, bpm }) => [ticks, Math.round(bpm * 100) / 100])).toEqual([
    [0, 82],
    [6_720, 96],
  ])
  expect(midi.header.timeSignatures[0]?.timeSignature).toEqual([7, 8])
  // three sharps and "minor" is F# minor
  expect(midi.header.keySignatures[0]).toMatchObject({ key: 'A', scale: 'minor' })
  expect(midi.header.meta.filter(({ type }) => type === 'marker').map(({ ticks, text }) => [ticks, text])).toEqual([
    [0, 'Intro'],
    [6_720, 'Verse B'],
  ])
  const [keys, drums] = midi.tracks
  expect(midi.tracks).toHaveLength(12)
  expect(keys?.name).toBe('Part keys')
  expect(keys?.instrument.number).toBe(4)
  expect(keys?.notes.map(({ midi: pitch, ticks, durationTicks }) => [pitch, ticks, durationTicks])).toEqual([
    [60, 0, 480],
    [64, 972, 480],
  ])
  expect(keys?.pitchBends[0]?.value).toBeCloseTo(1, 2)
  expect(keys?.controlChanges[6]?.[0]?.value).toBeCloseTo(12 / 127, 5)
  expect(drums).toMatchObject({ channel: 9 })
  expect(midi.tracks.filter((_, i) => i !== 1).map(({ channel }) => channel)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11])
})

test.each([
  ['C', 'major', 'C'],
  ['A', 'minor', 'C'],
  ['D', 'dorian', 'C'],
  ['E', 'phrygian', 'C'],
  ['F', 'lydian', 'C'],
  ['G', 'mixolydian', 'C'],
  ['Eb', 'major', 'Eb'],
  ['Gb', 'major', 'Gb'],
  ['C#', 'major', 'C#'],
  ['C#', 'minor', 'E'],
  ['Bb', 'minor', 'Db'],
] as const)('%s %s has the signature of %s major', (tonic, mode, signature) => {
  const midi = new midiFile.Midi(scoreToMidi({ ...score, key: { tonic, mode } }, 'x'))
  expect(midi.header.keySignatures[0]?.key).toBe(signature)
})
