import { expect, test } from 'vitest'
import { reasonOfRegions } from './reason-of-regions.ts'

test('what is true of every region is said once, what is true of one of them is kept', () => {
  const why = 'VampNet was asked for.'
  expect(reasonOfRegions([`${why} It kept 12 of 40 onsets (0.9 alike).`, `${why} It kept 7 of 31 onsets (0.8 alike).`])).toBe(
    'VampNet was asked for. It kept 12 of 40 onsets (0.9 alike). It kept 7 of 31 onsets (0.8 alike).',
  )
  expect(reasonOfRegions(['Composed anew.', 'Composed anew.', ''])).toBe('Composed anew.')
})
