import type { Plan } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../src-shared/score/score.ts'
import { composeFrame } from './compose-score.ts'

export { composeForSurroundings, type Surroundings } from './remix/compose-for-surroundings.ts'
export { type ExtendedScore, type ExtendScoreRequest, extendScore } from './remix/extend-score.ts'
export { type RecomposeRequest, recomposeBars } from './remix/recompose-bars.ts'

/** Writes the whole piece. The same plan and the same random stream give the same notes. */
export const composeScore = (plan: Plan, random: Random): Score => composeFrame(plan, random)
