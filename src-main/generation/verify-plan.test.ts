import { expect, test } from 'vitest'
import { wishOfPlan } from './recorded-making.ts'
import { planFromPrompt } from './score/plan/index.ts'
import { listStyles } from './score/style-cards.ts'

const PROMPTS = [
  ...listStyles().map(({ examplePrompt }) => examplePrompt),
  'waltz in 3/4, no drums, F# minor',
  '7/8 at 133 bpm, drop at 0:45',
  'AABA acoustic pop, fade out',
  'sad rainy night',
  'x',
]

test.each(PROMPTS)('the recorded plan of “%s”, asked for again, is the same plan', (prompt) => {
  for (const seconds of [undefined, 8, 61, 600]) {
    for (const overrides of [{}, { style: 'chip' as const, tempoBpm: 101 }]) {
      const plan = planFromPrompt({ prompt, seconds, seed: 77, overrides })
      expect(planFromPrompt({ prompt, seed: 77, ...wishOfPlan(plan) })).toEqual(plan)
    }
  }
})
