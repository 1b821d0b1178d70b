import { expect, test } from 'vitest'
import { musicalGridOf } from './musical-grid.ts'
import { snapFrame, stepFrame } from './snapping.ts'

const SECOND = 44_100
const lengthFrames = SECOND * 61
const grid = musicalGridOf({
  sampleRateHz: SECOND,
  lengthFrames,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
})
const field = { grid, startFrame: 0, endFrame: lengthFrames }

test('bar snapping takes the nearest bar line', () => {
  expect(snapFrame(field, 7.2 * SECOND, 'bar')).toBe(8 * SECOND)
  expect(snapFrame(field, 6.9 * SECOND, 'bar')).toBe(6 * SECOND)
})

test('beat snapping takes the nearest beat', () => {
  expect(snapFrame(field, 7.2 * SECOND, 'beat')).toBe(7 * SECOND)
})

test('off keeps the frame, inside the song', () => {
  expect(snapFrame(field, 12_345.4, 'off')).toBe(12_345)
  expect(snapFrame(field, -5, 'off')).toBe(0)
  expect(snapFrame(field, lengthFrames + 5, 'off')).toBe(lengthFrames)
})

test("the song's end is a line too, because songs rarely end on a bar", () => {
  expect(snapFrame(field, lengthFrames - 1_000, 'bar')).toBe(lengthFrames)
})

test('without a grid nothing snaps', () => {
  expect(snapFrame({ ...field, grid: undefined }, 12_345, 'bar')).toBe(12_345)
})

test('a step never stays on the line it stands on', () => {
  expect(stepFrame(field, 8 * SECOND, 1, 'bar', SECOND)).toBe(10 * SECOND)
  expect(stepFrame(field, 8 * SECOND, -1, 'bar', SECOND)).toBe(6 * SECOND)
  expect(stepFrame(field, 8 * SECOND + 1, -1, 'bar', SECOND)).toBe(6 * SECOND)
  expect(stepFrame(field, 9 * SECOND, 1, 'bar', SECOND)).toBe(10 * SECOND)
  expect(stepFrame(field, 9 * SECOND, 1, 'beat', SECOND)).toBe(9.5 * SECOND)
})

test('steps stop at both ends', () => {
  expect(stepFrame(field, 0, -1, 'bar', SECOND)).toBe(0)
  expect(stepFrame(field, 60 * SECOND, 1, 'bar', SECOND)).toBe(lengthFrames)
})
