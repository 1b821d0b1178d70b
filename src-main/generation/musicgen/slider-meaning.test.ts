import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../../src-shared/generation/plan.ts'
import { heardSeconds, samplingOf } from './slider-meaning.ts'

test('untouched sliders are the settings that the model’s makers use', () => {
  expect(samplingOf(DEFAULT_REMIX_CONTROLS)).toEqual({ temperature: 1, topK: 250, topP: 0, guidance: 3 })
  expect(heardSeconds(DEFAULT_REMIX_CONTROLS)).toBeCloseTo(10)
})

test('each slider moves its own number, within what the model stands', () => {
  const at = (weirdness: number, genreShift: number) => samplingOf({ ...DEFAULT_REMIX_CONTROLS, weirdness, genreShift })
  expect(at(0, 0)).toEqual({ temperature: 0.7, topK: 63, topP: 0, guidance: 2 })
  expect(at(1, 1)).toEqual({ temperature: 1.3, topK: 1000, topP: 0, guidance: 7 })
})
