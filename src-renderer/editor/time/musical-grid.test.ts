import { expect, test } from 'vitest'
import { musicalGridOf } from './musical-grid.ts'

const take = {
  sampleRateHz: 44_100,
  lengthFrames: 44_100 * 60,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 as const },
  firstBarFrame: 0,
}

test('at 120 bpm in 4/4 a bar lasts two seconds', () => {
  const grid = musicalGridOf(take)
  expect(grid?.frameOfBar(4)).toBe(8 * 44_100)
  expect(grid?.barAt(8 * 44_100)).toBeCloseTo(4)
  expect(grid?.frameOfBeat(1)).toBe(22_050)
})

test('in 7/8 the eighth note is the beat', () => {
  const grid = musicalGridOf({ ...take, timeSignature: { beats: 7, unit: 8 } })
  expect(grid?.frameOfBeat(1)).toBe(11_025)
  expect(grid?.frameOfBar(1)).toBe(7 * 11_025)
})

test('a tempo change moves the bars after it only', () => {
  const grid = musicalGridOf({
    ...take,
    tempoMap: [
      { atTicks: 0, tempoBpm: 120 },
      { atTicks: 960 * 8, tempoBpm: 60 },
    ],
  })
  expect(grid?.frameOfBar(2)).toBe(4 * 44_100)
  expect(grid?.frameOfBar(3)).toBe(8 * 44_100)
})

test('a lead-in has negative beats, there and back', () => {
  const grid = musicalGridOf({ ...take, firstBarFrame: 30_000 })
  expect(grid?.frameOfBar(0)).toBe(30_000)
  expect(grid?.frameOfBeat(-1)).toBe(30_000 - 22_050)
  expect(grid?.beatAt(30_000 - 22_050)).toBeCloseTo(-1)
})

test('a song without a tempo has no grid', () => {
  expect(musicalGridOf({ ...take, tempoMap: undefined })).toBeUndefined()
})
