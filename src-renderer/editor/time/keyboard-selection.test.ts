import { expect, test } from 'vitest'
import { growSelection, shiftSelection, spanOf } from './keyboard-selection.ts'
import { musicalGridOf } from './musical-grid.ts'

const SECOND = 44_100
const lengthFrames = SECOND * 20
const grid = musicalGridOf({
  sampleRateHz: SECOND,
  lengthFrames,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
})
const field = { grid, startFrame: 0, endFrame: lengthFrames, sampleRateHz: SECOND }

test('four presses of Shift-Right mark four bars from the playhead’s bar', () => {
  let selection = growSelection(field, undefined, 8.9 * SECOND, 1, 'bar')
  for (let press = 1; press < 4; press++) selection = growSelection(field, selection, 8.9 * SECOND, 1, 'bar')
  expect(spanOf(selection)).toEqual({ startFrame: 8 * SECOND, endFrame: 16 * SECOND })
})

test('Shift-Left takes the free end back, through the anchor and out the other side', () => {
  let selection = growSelection(field, undefined, 8 * SECOND, 1, 'bar')
  selection = growSelection(field, selection, 0, -1, 'bar')
  expect(selection.headFrame).toBe(selection.anchorFrame)
  selection = growSelection(field, selection, 0, -1, 'bar')
  expect(spanOf(selection)).toEqual({ startFrame: 6 * SECOND, endFrame: 8 * SECOND })
})

test('an arrow carries the selection and keeps its bars; the end of the song stops it', () => {
  const four = { anchorFrame: 8 * SECOND, headFrame: 16 * SECOND }
  expect(spanOf(shiftSelection(field, four, 1, 'bar'))).toEqual({ startFrame: 10 * SECOND, endFrame: 18 * SECOND })
  const last = { anchorFrame: 12 * SECOND, headFrame: 20 * SECOND }
  expect(shiftSelection(field, last, 1, 'bar')).toBe(last)
})

test('without a grid the steps are tenths of a second', () => {
  const free = { ...field, grid: undefined }
  expect(spanOf(growSelection(free, undefined, SECOND, 1, 'bar'))).toEqual({ startFrame: SECOND, endFrame: SECOND + 4_410 })
})
