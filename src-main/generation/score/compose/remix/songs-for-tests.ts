import type { Plan } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../../src-shared/score/score.ts'
import { planFromPrompt } from '../../plan/index.ts'
import { composeScore } from '../index.ts'

const songs = new Map<string, { plan: Plan; score: Score }>()

/** A whole piece of a style, composed once a run: a fixture for the tests of remixing. */
export const song = (style: string, seed: number, seconds = 100): { plan: Plan; score: Score } => {
  const name = `${style} ${seed} ${seconds}`
  const known = songs.get(name)
  if (known) return known
  const plan = planFromPrompt({ prompt: style, seed, seconds, overrides: {} })
  const made = { plan, score: composeScore(plan, createRandom(seed)) }
  songs.set(name, made)
  return made
}

/** Four bars inside the loudest section: everybody plays there. */
export const region = (score: Score): { fromBar: number; toBar: number } => {
  const loudest =
    score.sections.filter((section) => section.barCount >= 8 && section.role !== 'build').toSorted((a, b) => b.energy - a.energy)[0] ?? score.sections[0]
  const fromBar = (loudest?.startBar ?? 0) + 2
  return { fromBar, toBar: fromBar + 4 }
}
