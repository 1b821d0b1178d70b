import { expect, test } from 'vitest'
import { musicalGridOf } from './musical-grid.ts'
import { endOfText, frameOfText, lengthText, placeText } from './typed-time.ts'

const RATE = 48_000
const song = (beats: number, unit: 4 | 8) =>
  musicalGridOf({ sampleRateHz: RATE, lengthFrames: 100 * RATE, tempoMap: [{ atTicks: 0, tempoBpm: 120 }], timeSignature: { beats, unit }, firstBarFrame: 0 })
const four = song(4, 4)

test.each([
  ['1', 0],
  ['33.1', 32 * 4 * 24_000],
  ['2.3', 6 * 24_000],
  ['2.3.50', 6.5 * 24_000],
  ['1:12.500', 72.5 * RATE],
  ['1:12,5', 72.5 * RATE],
  ['0:00', 0],
  ['12.5 s', 12.5 * RATE],
])('%s is read in 4/4', (text, frame) => expect(frameOfText(text, four, RATE)).toBe(frame))

test.each(['', 'soon', '2.5', '2.0', '1:2:3:4', '1.2.3.4'])('%s is no moment in 4/4', (text) => expect(frameOfText(text, four, RATE)).toBeUndefined())

test('without bars a number is seconds', () => {
  expect(frameOfText('12.5', undefined, RATE)).toBe(12.5 * RATE)
  expect(endOfText('2', RATE, undefined, RATE)).toBe(3 * RATE)
  expect(frameOfText('soon', undefined, RATE)).toBeUndefined()
})

test.each([
  [4, 4],
  [5, 4],
  [6, 8],
] as const)('what is shown in %d/%d is what is read', (beats, unit) => {
  const grid = song(beats, unit)
  if (!grid) throw new Error('no grid')
  for (const beat of [0, 1, beats - 1, beats, 7 * beats + 2, 3.25]) {
    const frame = grid.frameOfBeat(beat)
    expect(frameOfText(placeText(grid, frame), grid, RATE)).toBe(frame)
    expect(endOfText(lengthText(grid, frame, grid.frameOfBeat(beat + beats + 1)), frame, grid, RATE)).toBe(grid.frameOfBeat(beat + beats + 1))
  }
})
