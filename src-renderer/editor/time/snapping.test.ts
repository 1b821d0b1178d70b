import { expect, test } from 'vitest'
import { musicalGridOf } from './musical-grid.ts'
import { roundToBars, snapFrame, stepAround, stepFrame } from './snapping.ts'

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

test('the step around a frame ends at the next line, or with the song', () => {
  expect(stepAround(field, 7.2 * SECOND, 'bar')).toEqual({ startFrame: 6 * SECOND, endFrame: 8 * SECOND })
  expect(stepAround(field, 60.5 * SECOND, 'bar')).toEqual({ startFrame: 60 * SECOND, endFrame: lengthFrames })
  expect(stepAround(field, 7.2 * SECOND, 'off')).toBeUndefined()
})

test('steps stop at both ends', () => {
  expect(stepFrame(field, 0, -1, 'bar', SECOND)).toBe(0)
  expect(stepFrame(field, 60 * SECOND, 1, 'bar', SECOND)).toBe(lengthFrames)
})

const inMeter = (beats: number, unit: 4 | 8) => {
  const tempoMap = [{ atTicks: 0, tempoBpm: 120 }]
  return {
    grid: musicalGridOf({ sampleRateHz: SECOND, lengthFrames, tempoMap, timeSignature: { beats, unit }, firstBarFrame: 0 }),
    startFrame: 0,
    endFrame: lengthFrames,
  }
}
/** where steps of a kind stop within the first bar and on its end, in quarters */
const stops = (beats: number, unit: 4 | 8, mode: Parameters<typeof snapFrame>[2]): number[] => {
  const quarter = SECOND / 2
  const end = (beats * 4 * quarter) / unit
  const at: number[] = []
  for (let frame = 0; frame < end; ) {
    frame = stepFrame(inMeter(beats, unit), frame, 1, mode, SECOND)
    at.push(Math.round((frame / quarter) * 1000) / 1000)
  }
  return at
}

test('steps are note lengths counted from the bar line, in every meter', () => {
  expect(stops(4, 4, '1/2')).toEqual([2, 4])
  expect(stops(5, 4, '1/2')).toEqual([2, 4, 5])
  expect(stops(6, 8, '1/4')).toEqual([1, 2, 3])
  expect(stops(6, 8, 'beat')).toEqual([0.5, 1, 1.5, 2, 2.5, 3])
  expect(stops(2, 4, '1/4T')).toEqual([0.667, 1.333, 2])
  expect(stops(7, 8, '1/2')).toEqual([2, 3.5])
  expect(stops(4, 4, '1/32')).toHaveLength(32)
  expect(stops(4, 4, '1/16T')).toHaveLength(24)
})

test('steps back are the same lines', () => {
  const field = inMeter(5, 4)
  let frame = stepFrame(field, 0, 1, '1/8T', SECOND)
  for (let i = 0; i < 40; i++) frame = stepFrame(field, frame, 1, '1/8T', SECOND)
  for (let i = 0; i < 41; i++) frame = stepFrame(field, frame, -1, '1/8T', SECOND)
  expect(frame).toBe(0)
})

test('zero crossings come from the samples; where they are not read the frame stays', () => {
  expect(snapFrame({ ...field, zeroCrossingNear: (frame) => frame - 7 }, 1_000, 'zero')).toBe(993)
  expect(snapFrame({ ...field, zeroCrossingNear: () => undefined }, 1_000, 'zero')).toBe(1_000)
})

test('a span is rounded to the nearest bars and keeps at least one', () => {
  expect(roundToBars(field, { startFrame: 1.7 * SECOND, endFrame: 6.4 * SECOND })).toEqual({ startFrame: 2 * SECOND, endFrame: 6 * SECOND })
  expect(roundToBars(field, { startFrame: 3.8 * SECOND, endFrame: 4.2 * SECOND })).toEqual({ startFrame: 4 * SECOND, endFrame: 6 * SECOND })
  expect(roundToBars({ ...field, grid: undefined }, { startFrame: 0, endFrame: 9 })).toBeUndefined()
})
