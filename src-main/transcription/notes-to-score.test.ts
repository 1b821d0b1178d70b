import { describe, expect, test } from 'vitest'
import { TICKS_PER_QUARTER } from '../../src-shared/kernel/units.ts'
import { ticksToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Score } from '../../src-shared/score/score.ts'
import type { HeardNote } from '../../src-shared/transcription/notes.ts'
import { notesToScore, notesToSoundScore, type SongBars, UNKNOWN_BARS } from './notes-to-score.ts'

const BAR = 4 * TICKS_PER_QUARTER
const heard = (startSeconds: number, endSeconds: number, pitch = 60, bends?: number[]): HeardNote => ({
  startSeconds,
  endSeconds,
  pitch,
  velocity: 90,
  ...(bends && { bends }),
})
const bars = (changes: Partial<SongBars> = {}): SongBars => ({ ...UNKNOWN_BARS, ...changes })
const write = (notes: readonly HeardNote[], song: SongBars, lengthSeconds = 8): Score =>
  notesToScore({ name: 'Song', program: 24, notes }, song, { tonic: 'D', mode: 'minor' }, lengthSeconds)
const partOf = ({ parts: [part] }: Score) => {
  if (!part) throw new Error('no part')
  return part
}
/** [start, length, pitch] */
const ticksOf = (score: Score) => partOf(score).notes.map(({ startTicks, lengthTicks, pitch }) => [startTicks, lengthTicks, pitch])

test('seconds become ticks of the song’s own tempo; key, meter, name and instrument are kept', () => {
  const score = write([heard(0, 0.5), heard(1, 1.25, 64)], bars({ tempoMap: [{ atTicks: 0, tempoBpm: 60 }], timeSignature: { beats: 3, unit: 4 } }), 7)
  expect(ticksOf(score)).toEqual([
    [0, 480, 60],
    [960, 240, 64],
  ])
  expect(score).toMatchObject({ key: { tonic: 'D', mode: 'minor' }, timeSignature: { beats: 3, unit: 4 }, barCount: 3 })
  expect(partOf(score)).toMatchObject({ name: 'Song', voice: { kind: 'soundfont', program: 24 } })
})

describe('a song whose tempo changes', () => {
  // two bars at 120 (4 s), then 60
  const song = bars({
    tempoMap: [
      { atTicks: 0, tempoBpm: 120 },
      { atTicks: 2 * BAR, tempoBpm: 60 },
    ],
  })

  test('a note over the change is as long as both tempi make it; after it ticks take twice as long', () => {
    expect(ticksOf(write([heard(3.5, 5), heard(6, 7, 62)], song))).toEqual([
      [2 * BAR - 960, 960 + 960, 60],
      [2 * BAR + 1920, 960, 62],
    ])
  })

  test('a lead-in gets whole bars before bar 0, at the first tempo; changes, sections and notes move along, and no second is lost', () => {
    // bar 0 begins at 2.5 s: a bar and a quarter at 120, so two bars are put before it
    const sections = [{ label: 'A', role: 'verse' as const, startBar: 0, barCount: 4, energy: 0.5 }]
    const score = write([heard(0, 1), heard(2.5, 3, 62), heard(7.5, 8.5, 64)], { ...song, firstBarSeconds: 2.5, sections }, 10)
    expect(score.tempoMap).toEqual([
      { atTicks: 0, tempoBpm: 120 },
      { atTicks: 4 * BAR, tempoBpm: 60 },
    ])
    expect(score.sections.map(({ startBar }) => startBar)).toEqual([2])
    expect(ticksOf(score)).toEqual([
      [2 * BAR - 4800, 1920, 60],
      [2 * BAR, 960, 62],
      [4 * BAR + 960, 960, 64],
    ])
    // what is written lasts what was heard
    const [first, , last] = partOf(score).notes
    const at = (ticks = 0) => ticksToSeconds(score.tempoMap, ticks)
    expect(at(last?.startTicks) - at(first?.startTicks)).toBeCloseTo(7.5, 6)
    expect(score.barCount * BAR).toBeGreaterThanOrEqual(4 * BAR + 1920)
  })
})

test('where bar 0 lies on a bar line of the lead-in, or before the sound, nothing is put before it needlessly', () => {
  expect(ticksOf(write([heard(0, 0.5)], bars({ firstBarSeconds: 2 })))).toEqual([[0, 960, 60]])
  expect(ticksOf(write([heard(0, 0.5)], bars({ firstBarSeconds: -0.5 })))).toEqual([[960, 960, 60]])
})

describe('equal pitches', () => {
  test('that overlap: the first ends where the second begins, as on a keyboard; other pitches may sound on', () => {
    const score = write([heard(0, 2), heard(0.5, 4, 67), heard(1, 1.5), heard(1.25, 3)], bars())
    expect(ticksOf(score)).toEqual([
      [0, 1920, 60],
      [960, 6720, 67],
      [1920, 480, 60],
      [2400, 3360, 60],
    ])
  })

  test('that begin on one tick are one note, the longer one', () => {
    expect(ticksOf(write([heard(1, 1.5), heard(1.0001, 2), heard(1, 1.2, 61)], bars()))).toEqual([
      [1920, 1920, 60],
      [1920, 384, 61],
    ])
  })

  test('that only touch stay as they are', () => {
    expect(ticksOf(write([heard(0, 1), heard(1, 2)], bars()))).toEqual([
      [0, 1920, 60],
      [1920, 1920, 60],
    ])
  })
})

test('a note too short for a tick still has one; bends are written where they change and end in the middle', () => {
  const score = write([heard(1, 1.0001), heard(2, 3, 62, [0, 0, 1 / 3, 1 / 3])], bars())
  expect(ticksOf(score)[0]).toEqual([1920, 1, 60])
  expect(partOf(score).controls).toEqual([
    { kind: 'bend', atTicks: 3840, semitones: 0 },
    { kind: 'bend', atTicks: 4800, semitones: 1 / 3 },
    { kind: 'bend', atTicks: 5760, semitones: 0 },
  ])
})

test('to be heard, notes keep their seconds, in bars enough for the whole sound', () => {
  const score = notesToSoundScore({ name: 'Song', program: 0, notes: [heard(3.25, 4)] }, 9)
  expect(ticksToSeconds(score.tempoMap, partOf(score).notes[0]?.startTicks ?? 0)).toBeCloseTo(3.25, 3)
  expect(ticksToSeconds(score.tempoMap, score.barCount * BAR)).toBeGreaterThanOrEqual(9)
  expect(score.sections).toMatchObject([{ startBar: 0, barCount: score.barCount }])
})

test('a song without notes is a score without notes', () => {
  expect(ticksOf(write([], bars()))).toEqual([])
})
