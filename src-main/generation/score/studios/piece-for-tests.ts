import type { Plan, PlanOverrides, StyleId } from '../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../src-shared/score/score.ts'
import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import { composeScore } from '../compose/index.ts'
import { planFromPrompt } from '../plan/index.ts'
import { loadStudio } from './index.ts'

export type Wish = { readonly prompt?: string; readonly style?: StyleId; readonly seconds?: number; readonly overrides?: PlanOverrides }

/** A piece of a studio, its ensemble loaded: a fixture for tests of the rules that a studio claims. */
export const pieceOf = async (studio: StudioId, seed: number, wish: Wish = {}): Promise<{ plan: Plan; score: Score }> => {
  await loadStudio(studio)
  const overrides = { ...wish.overrides, ...(wish.style && { style: wish.style }) }
  const plan = planFromPrompt({ prompt: wish.prompt ?? '', seed, seconds: wish.seconds ?? 60, overrides, studio })
  return { plan, score: composeScore(plan, createRandom(seed)) }
}
