import { expect, test } from 'vitest'
import { musicalGridOf } from './musical-grid.ts'
import { barBeat, barCountWords, clockTime, lengthWords, spanWords } from './time-words.ts'

const SECOND = 44_100
const grid = musicalGridOf({
  sampleRateHz: SECOND,
  lengthFrames: SECOND * 60,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
})

test('clock times round once, never to :60', () => {
  expect(clockTime(59.96)).toBe('1:00.0')
  expect(clockTime(64.24)).toBe('1:04.2')
  expect(clockTime(3_661, 0)).toBe('1:01:01')
  expect(clockTime(-0.01)).toBe('0:00.0')
})

test('lengths carry their unit', () => {
  expect(lengthWords(8.2)).toBe('8.2 s')
  expect(lengthWords(0.04)).toBe('0.04 s')
  expect(lengthWords(125)).toBe('2:05')
})

test('whole bars are said as bars', () => {
  expect(spanWords(grid, { startFrame: 8 * SECOND, endFrame: 16 * SECOND }, SECOND)).toEqual({
    place: 'Bars 5–8',
    length: '8.0 s',
    spoken: 'Bars 5 to 8, 8.0 seconds',
    object: 'bars 5–8',
  })
  expect(spanWords(grid, { startFrame: 8 * SECOND, endFrame: 10 * SECOND }, SECOND).place).toBe('Bar 5')
})

test('a span off the bar lines is said in bars and beats', () => {
  const words = spanWords(grid, { startFrame: 8.5 * SECOND, endFrame: 11 * SECOND }, SECOND)
  expect(words.place).toBe('5.2–6.3')
  expect(words.spoken).toBe('Bar 5 beat 2 to bar 6 beat 3, 2.5 seconds')
})

test('without a grid the clock speaks', () => {
  expect(spanWords(undefined, { startFrame: 12 * SECOND, endFrame: 14.5 * SECOND }, SECOND).place).toBe('0:12.0–0:14.5')
})

test('bar.beat counts from 1 and survives rounding of frames', () => {
  if (!grid) throw new Error('no grid')
  expect(barBeat(grid, 0)).toBe('1.1')
  expect(barBeat(grid, 8.5 * SECOND - 1)).toBe('5.2')
  expect(barCountWords(grid, { startFrame: 0, endFrame: 2 * SECOND })).toBe('1 bar')
  expect(barCountWords(grid, { startFrame: 0, endFrame: 5 * SECOND })).toBe('2.5 bars')
})
