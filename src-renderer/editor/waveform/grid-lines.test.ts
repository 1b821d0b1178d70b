import { expect, test } from 'vitest'
import { musicalGridOf } from '../time/musical-grid.ts'
import { clockLines, musicalLines, snapLines } from './grid-lines.ts'

const SECOND = 44_100
const lengthFrames = 3_600 * SECOND
const grid = musicalGridOf({
  sampleRateHz: SECOND,
  lengthFrames,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
})
const lines = (framesPerPixel: number, startFrame = 0) => (grid ? musicalLines({ startFrame, framesPerPixel, widthPx: 1_000 }, grid, lengthFrames) : [])

test('an hour in a thousand pixels has a few dozen bar lines and no beats', () => {
  const whole = lines(lengthFrames / 1_000)
  expect(whole.length).toBeLessThan(150)
  expect(whole.every((line) => line.kind === 'bar')).toBe(true)
  expect(whole.filter((line) => line.label).length).toBeGreaterThan(5)
})

test('beats appear faintly and grow stronger with zoom', () => {
  const faint = lines(SECOND / 24).find((line) => line.kind === 'beat')
  const strong = lines(SECOND / 90).find((line) => line.kind === 'beat')
  expect(faint?.weight).toBeLessThan(0.3)
  expect(strong?.weight).toBe(1)
})

test('bars are numbered from 1 where they begin', () => {
  const bar5 = lines(SECOND / 100).find((line) => line.label === '5')
  expect(bar5?.x).toBeCloseTo(800)
})

test('close up, beats are labelled too', () => {
  expect(lines(SECOND / 400, 8 * SECOND).some((line) => line.label === '5.2')).toBe(true)
})

test('without a tempo the clock has round steps', () => {
  const labels = clockLines({ startFrame: 0, framesPerPixel: SECOND / 10, widthPx: 1_000 }, SECOND, lengthFrames).map((line) => line.label)
  expect(labels.slice(0, 3)).toEqual(['0:00', '0:10', '0:20'])
})

test('lines of a finer snap appear between the beats once they have room, never on them, triplets too', () => {
  const at = (framesPerPixel: number, mode: '1/8' | '1/16' | '1/16T' | '1/32' | 'bar' | '1/4' | 'zero', from = grid) =>
    from ? snapLines({ startFrame: 0, framesPerPixel, widthPx: 1_000 }, from, mode, lengthFrames) : []
  // 120 bpm: a beat is half a second; 250 px a beat
  const close = SECOND / 500
  expect(at(close, '1/8').map(({ x }) => Math.round(x))).toEqual([125, 375, 625, 875])
  expect(at(close, '1/16')).toHaveLength(12)
  expect(at(close, '1/32')).toHaveLength(28)
  // six to a beat, of which one is the beat
  expect(
    at(close, '1/16T')
      .map(({ x }) => Math.round(x))
      .slice(0, 5),
  ).toEqual([42, 83, 125, 167, 208])
  for (const mode of ['bar', '1/4', 'zero'] as const) expect(at(close, mode)).toEqual([])
  // too near to each other
  expect(at(SECOND / 40, '1/32')).toEqual([])
  expect(at(close, '1/8')[0]?.weight).toBeGreaterThan(at(SECOND / 60, '1/8')[0]?.weight ?? 1)
})
