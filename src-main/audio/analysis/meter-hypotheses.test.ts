import { expect, test } from 'vitest'
import { hypothesesOf } from './meter-hypotheses.ts'
import { METER_WEIGHTS } from './meter-weights.ts'
import type { PulseLattice } from './pulse-lattice.ts'

const lattice = (filled: number): PulseLattice => {
  const moments = Array.from({ length: 64 }, (_, i) => i * 0.23)
  const row = Float64Array.from(moments, (_, i) => (i % 8 === 0 ? 1 : 0))
  return { moments, stepSeconds: 0.23, low: row, mid: row, high: row, change: row, turn: row, between: 0.2, softness: 0, filled }
}

test('eighth notes of which few are played speak against a tempo, as in slow music counted twice as fast', () => {
  const sparseOf = (filled: number) => hypothesesOf([lattice(filled)], 130)[0]?.features.sparse
  expect(sparseOf(0.37)).toBeCloseTo(0.13)
  expect(sparseOf(0.5)).toBe(0)
  expect(sparseOf(0.9)).toBe(0)
  expect(METER_WEIGHTS.sparse).toBeLessThan(0)
})
