import type { Plan } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../src-shared/score/score.ts'
import { composeFrame } from './compose-score.ts'

/** Writes the whole piece. The same plan and the same random stream give the same notes. */
export const composeScore = (plan: Plan, random: Random): Score => composeFrame(plan, random)
