import { expect, test } from 'vitest'
import { Score } from '../../../src-shared/score/score.ts'
import { scoreExcerpt } from './score-excerpt.ts'

const BAR = 3_840
const mix = { gainDb: 0, pan: 0, roomSendDb: -60, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 0, lowPassHz: 20_000 }
const note = (startTicks: number, lengthTicks: number, pitch: number) => ({ startTicks, lengthTicks, pitch, velocity: 100, microTicks: 0 })
const syllable = (atTicks: number, text: string) => ({ atTicks, text, isStressed: true, isJoined: false })

const song = Score.parse({
  version: 1,
  style: 'lofi',
  key: { tonic: 'C', mode: 'major' },
  timeSignature: { beats: 4, unit: 4 },
  tempoMap: [
    { atTicks: 0, tempoBpm: 80 },
    { atTicks: BAR, tempoBpm: 90 },
    { atTicks: 3 * BAR, tempoBpm: 100 },
    { atTicks: 6 * BAR, tempoBpm: 110 },
  ],
  barCount: 8,
  sections: [
    { label: 'A', role: 'verse', startBar: 0, barCount: 3, energy: 0.4 },
    { label: 'B', role: 'chorus', startBar: 3, barCount: 5, energy: 0.8 },
  ],
  chords: [],
  parts: [
    {
      id: 'keys',
      name: 'Keys',
      role: 'chords',
      voice: { kind: 'soundfont', bank: 0, program: 4 },
      notes: [note(0, BAR, 60), note(2 * BAR, 960, 62), note(4 * BAR - 480, BAR, 64), note(4 * BAR, 480, 65)],
      controls: [
        { kind: 'cc', atTicks: 0, number: 64, value: 127 },
        { kind: 'cc', atTicks: BAR, number: 11, value: 70 },
        { kind: 'cc', atTicks: 3 * BAR, number: 64, value: 0 },
      ],
      mix,
    },
  ],
  ending: 'ring',
  master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
  lyrics: [
    { bar: 1, text: 'before', rhyme: 'x', scheme: 'A', syllables: [syllable(BAR, 'before')] },
    { bar: 3, text: 'within', rhyme: 'x', scheme: 'A', syllables: [syllable(3 * BAR + 480, 'within')] },
  ],
})

test('an excerpt begins at its first bar, with the tempo, the pedal and the section that hold there', () => {
  const part = Score.parse(scoreExcerpt(song, 2 * BAR, 4 * BAR))
  expect(part.barCount).toBe(2)
  expect(part.tempoMap).toEqual([
    { atTicks: 0, tempoBpm: 90 },
    { atTicks: BAR, tempoBpm: 100 },
  ])
  expect(part.sections).toMatchObject([
    { label: 'A', startBar: 0, barCount: 1 },
    { label: 'B', startBar: 1, barCount: 1 },
  ])
  // what sounded before is not there, what begins within is, and ends with the excerpt
  expect(part.parts[0]?.notes).toMatchObject([
    { startTicks: 0, lengthTicks: 960, pitch: 62 },
    { startTicks: 2 * BAR - 480, lengthTicks: 480, pitch: 64 },
  ])
  expect(part.parts[0]?.controls).toEqual([
    { kind: 'cc', atTicks: 0, number: 64, value: 127 },
    { kind: 'cc', atTicks: 0, number: 11, value: 70 },
    { kind: 'cc', atTicks: BAR, number: 64, value: 0 },
  ])
  expect(part.lyrics).toMatchObject([{ bar: 1, syllables: [{ atTicks: BAR + 480, text: 'within' }] }])
})
