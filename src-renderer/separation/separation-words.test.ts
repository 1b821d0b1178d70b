import { expect, test } from 'vitest'
import { residualWords } from './separation-words.ts'

test('the proof under the stems says what was shared, where it says something', () => {
  expect(residualWords({ residualDb: -151, sharedResidualDb: -33.4 })).toBe('Stems add up to the song exactly; −33 dB of it was shared among them')
  expect(residualWords({ residualDb: -151 })).toBe('Stems add up to the song exactly')
  expect(residualWords({ residualDb: -160, sharedResidualDb: -160 })).toBe('Stems add up to the song exactly')
  expect(residualWords({ residualDb: -41.6 })).toBe('Stems add up to the song: residual −42 dB')
})
