import midiFile from '@tonejs/midi'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { secondsToTicks, ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import type { TempoMap } from '../../../src-shared/score/score.ts'
import { scoreToMidi } from '../score-to-midi.ts'
import { songForTests } from '../song-for-tests.ts'
import type { HandoffSong, Mark } from './handoff-song.ts'
import { tempoMidi } from './tempo-midi.ts'

const RATE = 48_000
const BAR = 3_840
const BARS = 130
const LENGTH = BARS * BAR

const fixed = (tempoBpm: number): TempoMap => [{ atTicks: 0, tempoBpm }]
const eachBar: TempoMap = (() => {
  const random = createRandom(3)
  return Array.from({ length: BARS }, (_, bar) => ({ atTicks: bar * BAR, tempoBpm: 110 + 16 * random.next() }))
})()

/** Twelve marks at any sample, and one on every tenth bar line. */
const marksOn = (tempoMap: TempoMap): Mark[] => {
  const random = createRandom(7)
  const seconds = ticksToSeconds(tempoMap, LENGTH)
  const free = Array.from({ length: 12 }, () => Math.round(random.next() * seconds * RATE) / RATE)
  const bars = Array.from({ length: 13 }, (_, index) => ticksToSeconds(tempoMap, index * 10 * BAR))
  return [...free, ...bars].map((atSeconds, index) => ({
    name: `${index}`,
    atSeconds,
    atTicks: Math.round(secondsToTicks(tempoMap, atSeconds) * 1e6) / 1e6,
    untilSeconds: undefined,
  }))
}
const songOn = (tempoMap: TempoMap, marks: readonly Mark[]): HandoffSong => ({
  title: 'x',
  artist: undefined,
  comment: '',
  tempoMap,
  timeSignature: { beats: 4, unit: 4 },
  hasBeat: true,
  beat: { by: 'score' },
  sampleRateHz: RATE,
  lengthFrames: Math.round(ticksToSeconds(tempoMap, LENGTH) * RATE),
  seconds: ticksToSeconds(tempoMap, LENGTH),
  lengthTicks: LENGTH,
  audio: [],
  notes: [],
  marks,
})
const worst = (all: readonly number[]): number => all.reduce((most, one) => Math.max(most, Math.abs(one)), 0)

describe.each([
  ['90 bpm', fixed(90), 7],
  ['97.3 bpm', fixed(97.3), 8],
  ['120 bpm', fixed(120), 1],
  ['a tempo for each bar', eachBar, BARS],
] as const)('%s', (_, tempoMap, mostEvents) => {
  test('marks of the tempo file lie within a sample, those on bar lines on a tick that is one', () => {
    const marks = marksOn(tempoMap)
    const { header } = new midiFile.Midi(tempoMidi(songOn(tempoMap, marks)))
    const read = header.meta.filter(({ type }) => type === 'marker')
    expect(read).toHaveLength(marks.length)
    expect(worst(read.map(({ text, ticks }) => (header.ticksToSeconds(ticks) - (marks[Number(text)]?.atSeconds ?? 0)) * RATE))).toBeLessThan(1)
    for (const { text, ticks } of read) if (Number(text) >= 12) expect(ticks % (4 * header.ppq)).toBe(0)
    expect(header.tempos.length).toBeLessThanOrEqual(mostEvents)
    expect(header.ppq).toBeLessThan(32_768)
    // where pretty_midi takes a file for a broken one
    expect((LENGTH * header.ppq) / 960).toBeLessThan(1e7)
  })

  test('so do the notes of the score, at 960 ticks', () => {
    const notes = Array.from({ length: BARS * 4 }, (_, beat) => ({
      startTicks: beat * 960,
      lengthTicks: 240,
      pitch: 60,
      velocity: 90,
      microTicks: beat % 7,
    }))
    const [part] = songForTests.parts
    if (!part) throw new Error('no part')
    const score = { ...songForTests, timeSignature: { beats: 4, unit: 4 as const }, tempoMap, barCount: BARS, sections: [], chords: [] }
    const midi = new midiFile.Midi(scoreToMidi({ ...score, parts: [{ ...part, notes, controls: [] }] }, 'x'))
    expect(midi.header.ppq).toBe(960)
    const played = midi.tracks[0]?.notes ?? []
    expect(worst(played.map(({ time, ticks }, beat) => (time - ticksToSeconds(tempoMap, beat * 960 + (beat % 7))) * RATE + (ticks % 1)))).toBeLessThan(1)
  })
})

test('a song whose marks all stand on our grid keeps 960 ticks', () => {
  const marks = marksOn(fixed(90)).slice(12)
  expect(new midiFile.Midi(tempoMidi(songOn(fixed(90), marks))).header.ppq).toBe(960)
})
