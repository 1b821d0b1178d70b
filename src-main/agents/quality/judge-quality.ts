import type { QualityReport } from '../../../src-shared/agents/quality.ts'
import { judgeScore } from './judge-score.ts'
import { judgeSound } from './judge-sound.ts'
import type { QualityFacts } from './quality-facts.ts'

const COST = { good: 0, look: 8, bad: 30 } as const

/** `fault` says why nobody should have to hear it ("was silent"); undefined for all that is a matter of taste. */
export type Judgement = { readonly report: QualityReport; readonly fault: string | undefined }

/** Rules only: the same facts give the same judgement. Costs a pass over the notes. */
export const judgeQuality = (facts: QualityFacts): Judgement => {
  const findings = [...judgeSound(facts), ...(facts.score && facts.plan ? judgeScore(facts.score, facts.plan) : [])]
  const score = Math.max(0, 100 - findings.reduce((sum, { verdict }) => sum + COST[verdict], 0))
  return {
    report: { score, points: findings.map(({ name, verdict, sentence }) => ({ name, verdict, sentence })) },
    fault: findings.find(({ fault }) => fault !== undefined)?.fault,
  }
}
