import { createRandom } from '../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { composeForSurroundings, type ExtendedScore, extendScore, recomposeBars } from './compose/index.ts'
import { recomposeOne } from './recompose-one.ts'
import { balanceScore } from './render/balance.ts'
import type { Instruments } from './render/render-score.ts'
import { restrictToRegion } from './restrict-to-region.ts'
import type { ExtendOrder, FitOrder, Fitted, RecomposeOrder } from './score-tasks.ts'

/** Writing music for a song that exists, in a worker thread: notes, then faders for whoever plays in the song for the first time. */
const withFaders = (old: Score | undefined, score: Score, instruments: Instruments, between: () => void): Score => {
  const known = new Map(old?.parts.filter(({ notes }) => notes.length > 0).map((part) => [part.id, part]))
  const settled = new Set<string>()
  const parts = score.parts.map((part) => {
    const before = known.get(part.id)
    if (!before || JSON.stringify(before.voice) !== JSON.stringify(part.voice)) return part
    settled.add(part.id)
    return { ...part, mix: { ...part.mix, gainDb: before.mix.gainDb } }
  })
  return balanceScore({ ...score, parts }, instruments, settled, between)
}

export const writeRecomposed = (order: RecomposeOrder, instruments: Instruments, between: () => void): Score => {
  const { score: old, plan, startBar, endBar, controls, prompt, seed, arranging } = order
  const barTicks = ticksPerBar(old.timeSignature)
  const fromBar = Math.min(old.barCount - 1, Math.floor(startBar))
  const toBar = Math.min(old.barCount, Math.max(fromBar + 1, Math.ceil(endBar)))
  const only = arranging?.only
  const recompose = (attempt: number): Score =>
    recomposeBars(old, { fromBar, toBar, controls, plan, prompt, arranging, random: createRandom(seed + attempt * 7_919) })
  const recomposed = only === undefined ? recompose(0) : recomposeOne(old, only, [fromBar * barTicks, toBar * barTicks], recompose)
  between()
  const toTicks = endBar >= old.barCount ? Number.POSITIVE_INFINITY : Math.round(endBar * barTicks)
  return withFaders(old, restrictToRegion(old, recomposed, Math.round(startBar * barTicks), toTicks), instruments, between)
}

export const writeExtended = (order: ExtendOrder, instruments: Instruments, between: () => void): ExtendedScore => {
  const { score, plan, seconds, direction, controls, prompt, seed } = order
  const extended = extendScore(score, plan, { seconds, direction, controls, prompt, random: createRandom(seed) })
  between()
  return { ...extended, score: withFaders(score, extended.score, instruments, between) }
}

export const writeFitting = ({ seed, ...order }: FitOrder, instruments: Instruments, between: () => void): Fitted => {
  const { score, startOffsetSeconds } = composeForSurroundings({ ...order, random: createRandom(seed) })
  between()
  return { score: withFaders(undefined, score, instruments, between), startOffsetSeconds }
}
