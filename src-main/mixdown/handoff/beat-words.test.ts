import { expect, test } from 'vitest'
import { beatWords } from './beat-words.ts'

test('how many times a heard tempo changes is said', () => {
  const beat = { by: 'ear', bpm: 100, confidence: 0.9, meterConfidence: 0.6 } as const
  const of = (count: number) =>
    beatWords({ hasBeat: true, tempoMap: Array.from({ length: count }, (_, i) => ({ atTicks: 1_920 * i, tempoBpm: 100 + i })) }, beat)
  expect(of(1)).toMatch(/^The tempo was heard in the recording \(sure, 90 %\)/)
  expect(of(2)).toMatch(/^The tempo and its change were heard/)
  expect(of(13)).toMatch(/^The tempo and its 12 changes were heard/)
  // a click in three was heard as 4/4, and the figure of the tempo seemed to speak for both
  expect(of(1)).toContain('its meter, too (likely, 60 %)')
  expect(beatWords({ hasBeat: true, tempoMap: [{ atTicks: 0, tempoBpm: 100 }] }, { by: 'ear', bpm: 100, confidence: 0.9 })).toContain(
    'its meter was not, so 4/4 stands in for it',
  )
})
