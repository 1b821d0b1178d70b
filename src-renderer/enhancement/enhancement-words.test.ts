import { expect, test } from 'vitest'
import { enhancementWords, isEnhancementGood } from './enhancement-words.ts'

const report = { model: 'flashsr', cutoffHz: 11_003, newCutoffHz: 21_253, aboveBeforeDb: -41.8, aboveAfterDb: -14.4, nullBelowDb: -127.4, belowChangeDb: 0 }

test('what was added and what stayed, in one line', () => {
  expect(enhancementWords(report)).toBe('11.0 → 21.3 kHz · above it −42 → −14 dB · below it unchanged (−127 dB)')
  expect(enhancementWords({ ...report, aboveBeforeDb: undefined, belowChangeDb: 0.34 })).toBe(
    '11.0 → 21.3 kHz · above it nothing → −14 dB · below it changed by 0.3 dB',
  )
})

test('a song that changed below its cut-off is not praised', () => {
  expect(isEnhancementGood(report)).toBe(true)
  expect(isEnhancementGood({ ...report, belowChangeDb: 0.2 })).toBe(false)
})
