import { expect, test } from 'vitest'
import type { Part, Score } from './score.ts'
import { spliceScores } from './splice-scores.ts'

const BAR = 1_920
const mix = { gainDb: 0, pan: 0, roomSendDb: -60, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 0, lowPassHz: 0 }
const note = (startTicks: number, pitch: number, lengthTicks = 480) => ({ startTicks, lengthTicks, pitch, velocity: 90, microTicks: 0 })
const part = (id: string, notes: Part['notes'], controls: Part['controls'] = []): Part => ({
  id,
  name: id,
  role: 'lead',
  voice: { kind: 'soundfont', bank: 0, program: 0 },
  notes,
  controls,
  mix,
})
const scoreOf = (parts: Part[], changes: Partial<Score> = {}): Score => ({
  version: 1,
  style: 'lofi',
  key: { tonic: 'C', mode: 'major' },
  timeSignature: { beats: 4, unit: 4 },
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  barCount: 3,
  sections: [{ label: 'A', role: 'verse', startBar: 0, barCount: 3, energy: 0.5 }],
  chords: [],
  parts,
  ending: 'ring',
  master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
  ...changes,
})
const inThree = (base: Score, middle: Score) =>
  spliceScores(base, [
    { score: base, fromTicks: 0, toTicks: BAR },
    { score: middle, fromTicks: BAR, toTicks: 2 * BAR },
    { score: base, fromTicks: 2 * BAR, toTicks: Number.MAX_SAFE_INTEGER },
  ])

test('each stretch has the notes of its own score, cut where another one takes over', () => {
  const base = scoreOf([part('piano', [note(0, 60, 3 * BAR), note(BAR, 61), note(2 * BAR, 62)])])
  const other = scoreOf([part('piano', [note(0, 70), note(BAR + 960, 71, BAR), note(2 * BAR, 72)]), part('flute', [note(BAR, 80)])])
  const spliced = inThree(base, other)
  expect(spliced?.parts.map(({ id, notes }) => [id, notes.map(({ startTicks, lengthTicks, pitch }) => [startTicks, lengthTicks, pitch])])).toEqual([
    [
      'piano',
      [
        [0, BAR, 60],
        [BAR + 960, 960, 71],
        [2 * BAR, 480, 62],
      ],
    ],
    ['flute', [[BAR, 480, 80]]],
  ])
})

test('a pedal that one score holds down is let go where another score takes over', () => {
  const pedal = { kind: 'cc' as const, atTicks: 0, number: 64, value: 127 }
  const spliced = inThree(scoreOf([part('piano', [], [pedal])]), scoreOf([part('piano', [])]))
  expect(spliced?.parts[0]?.controls).toEqual([pedal, { ...pedal, atTicks: BAR, value: 0 }, { ...pedal, atTicks: 2 * BAR }])
})

test('scores of another tempo, length or sound are not put together', () => {
  const base = scoreOf([part('piano', [])])
  expect(inThree(base, scoreOf([part('piano', [])], { tempoMap: [{ atTicks: 0, tempoBpm: 121 }] }))).toBeUndefined()
  expect(inThree(base, scoreOf([part('piano', [])], { barCount: 4 }))).toBeUndefined()
  expect(inThree(base, scoreOf([{ ...part('piano', []), mix: { ...mix, gainDb: -3 } }]))).toBeUndefined()
})
