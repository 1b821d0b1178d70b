import { expect, test } from 'vitest'
import { residualWords } from './separation-words.ts'

test('the proof under the stems says what was shared, where it says something', () => {
  expect(residualWords({ method: 'model', residualDb: -151, sharedResidualDb: -33.4 })).toBe(
    'Stems add up to the song exactly; −33 dB of it was shared among them',
  )
  expect(residualWords({ method: 'model', residualDb: -151 })).toBe('Stems add up to the song exactly')
  expect(residualWords({ method: 'model', residualDb: -160, sharedResidualDb: -160 })).toBe('Stems add up to the song exactly')
  expect(residualWords({ method: 'model', residualDb: -41.6 })).toBe('Stems add up to the song: residual −42 dB')
  // −15 dB was called adding up
  expect(residualWords({ method: 'model', residualDb: -15.2 })).toBe('The sum of the stems differs from the song by −15 dB')
  expect(residualWords({ method: 'score', residualDb: -15.2 })).toBe('Instruments before the master: their sum differs from the mastered song by −15 dB')
})
