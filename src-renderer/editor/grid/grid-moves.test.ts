import { expect, test } from 'vitest'
import { ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import { musicalGridOf } from '../time/musical-grid.ts'
import { countFaster, movedBy, plainBars, withBarAt, withBarLineAt, withTempo } from './grid-moves.ts'
import { addTap, type Tap, tempoOfTaps } from './tap-tempo.ts'

const take = { sampleRateHz: 1_000, lengthFrames: 100_000 }

test('counting twice as fast keeps every moment, also where the tempo changes', () => {
  const bars = {
    ...plainBars(100),
    tempoMap: [
      { atTicks: 0, tempoBpm: 100 },
      { atTicks: 3_840, tempoBpm: 120 },
    ],
  }
  const twice = countFaster(bars, 2)
  expect(twice?.tempoMap).toEqual([
    { atTicks: 0, tempoBpm: 200 },
    { atTicks: 7_680, tempoBpm: 240 },
  ])
  for (const ticks of [0, 1_000, 3_840, 9_000]) expect(ticksToSeconds(twice?.tempoMap ?? [], ticks * 2)).toBeCloseTo(ticksToSeconds(bars.tempoMap, ticks), 9)
  expect(countFaster(plainBars(30), 0.5)).toBeUndefined()
  expect(countFaster(plainBars(300), 2)).toBeUndefined()
})

test('the nearest bar begins where it is put; others follow', () => {
  // 120 bpm in 4/4: a bar is 2 000 frames
  const bars = plainBars(120, 100)
  expect(withBarAt(bars, 4_300, take).firstBarFrame).toBe(300)
  expect(withBarAt(bars, 3_900, take).firstBarFrame).toBe(-100)
  expect(movedBy(withTempo(bars, 90), -40.4).firstBarFrame).toBe(60)
})

const tapped = (count: number, step: number, frameOf?: (index: number) => number): readonly Tap[] =>
  Array.from({ length: count }, (_, i) => ({ seconds: 5 + i * step + (i % 2) * 0.01, frame: frameOf?.(i) })).reduce<readonly Tap[]>(
    (taps, tap) => addTap(taps, tap),
    [],
  )

test('taps give a tempo from four on, and a beat where the song played', () => {
  expect(tempoOfTaps(tapped(3, 0.5))).toBeUndefined()
  expect(tempoOfTaps(tapped(9, 0.5))?.tempoBpm).toBeCloseTo(120, 0)
  expect(tempoOfTaps(tapped(9, 0.5))?.beatFrame).toBeUndefined()
  expect(tempoOfTaps(tapped(9, 0.5, (i) => 700 + i * 500))?.beatFrame).toBe(700)
  // a loop jumped back meanwhile: the tempo holds, the place does not
  expect(tempoOfTaps(tapped(9, 0.5, (i) => (i * 500) % 2_000))?.beatFrame).toBeUndefined()
})

test('a pause begins a new count', () => {
  const taps = addTap(tapped(5, 0.5), { seconds: 60, frame: undefined })
  expect(taps).toHaveLength(1)
})

test('one bar line moves alone, in a song of several tempi and other meters too', () => {
  for (const timeSignature of [
    { beats: 4, unit: 4 },
    { beats: 6, unit: 8 },
    { beats: 5, unit: 4 },
  ] as const) {
    const barTicks = (timeSignature.beats * 3_840) / timeSignature.unit
    const tempoMap = [
      { atTicks: 0, tempoBpm: 100 },
      { atTicks: 3 * barTicks, tempoBpm: 120 },
    ]
    const bars = { tempoMap, timeSignature, firstBarFrame: 250 }
    const before = musicalGridOf({ ...take, ...bars })
    for (const bar of [0, 2, 3, 7]) {
      const moved = withBarLineAt(bars, bar, (before?.frameOfBar(bar) ?? 0) + 60, take.sampleRateHz)
      const after = moved && musicalGridOf({ ...take, ...moved })
      for (let line = 0; line < 12; line++)
        expect(Math.abs((after?.frameOfBar(line) ?? 0) - (before?.frameOfBar(line) ?? 0) - (line === bar ? 60 : 0))).toBeLessThanOrEqual(1)
      expect(moved?.tempoMap.map(({ atTicks }) => atTicks)).toEqual([...new Set(moved?.tempoMap.map(({ atTicks }) => atTicks))].sort((a, b) => a - b))
    }
  }
})

test('a bar line is not pushed over its neighbour', () => {
  expect(withBarLineAt(plainBars(120), 3, 4_001, take.sampleRateHz)).toBeUndefined()
  expect(withBarLineAt(plainBars(120), 3, 9_000, take.sampleRateHz)).toBeUndefined()
})
