import { expect, test } from 'vitest'
import { pulse } from '../../../src-shared/dsp/music-for-tests.ts'
import { barToSeconds } from '../../../src-shared/score/musical-time.ts'
import { gridOfBeats } from './grid-of-beats.ts'

const heard = (beats: readonly number[]) => ({ beats, tempoBpm: 100, isSteady: false, confidence: 1, levels: [] })
const meter = { beatsPerBar: 4, unit: 4, firstBar: 0, meterConfidence: 1, downbeatConfidence: 1 } as const

test('a tempo that changes has as few entries as keep every bar line within 10 ms of its beat', () => {
  // beats are heard in steps of 12 ms
  const beats = pulse((at) => (at < 30 ? 100 : 100 + (at - 30) / 3), 90).map((at) => Math.round(at / 0.0116) * 0.0116)
  const grid = gridOfBeats(heard(beats), meter)
  const lines = beats.filter((_, i) => i % 4 === 0)
  for (const [bar, line] of lines.entries())
    expect(Math.abs(grid.firstBarSeconds + barToSeconds(grid.tempoMap, grid.timeSignature, bar) - line)).toBeLessThan(0.0101)
  // the steady half minute is one entry; there are 39 bars
  expect(grid.tempoMap[1]?.atTicks).toBeGreaterThanOrEqual(11 * 4 * 960)
  expect(grid.tempoMap.length).toBeLessThan(lines.length / 2)
})
