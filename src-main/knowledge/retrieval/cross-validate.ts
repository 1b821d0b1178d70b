import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'
import { type AskedQuery, evaluate } from './evaluation.ts'
import { WEIGHTS } from './fuse.ts'

type Weights = Readonly<Record<SearchPart, number>>

/** Meaning counts 1: only proportions matter. Sound is not in the set. */
const GRID: readonly Weights[] = [0.25, 0.5, 1].flatMap((words) =>
  [0.25, 0.5, 1].flatMap((tags) => [0.5, 1, 1.75, 2.5].map((harmony): Weights => ({ ...WEIGHTS, words, meaning: 1, tags, harmony }))),
)

const bestFor = (asked: readonly AskedQuery[]): Weights =>
  GRID.reduce(
    (best, weights) => {
      const mix = evaluate(asked, weights).mix
      return mix > best.mix ? { weights, mix } : best
    },
    { weights: GRID[0] ?? WEIGHTS, mix: -1 },
  ).weights

/** Recall@5 of the mix where its weights were chosen on one half of the questions and asked of the other, both ways; `best` is what each half chose. */
export const crossValidate = (asked: readonly AskedQuery[]): { readonly mix: number; readonly best: readonly Weights[] } => {
  const halves = [0, 1].map((rest) => asked.filter((_, index) => index % 2 === rest))
  const rounds = halves.map((half, index) => {
    const other = halves[1 - index] ?? []
    const weights = bestFor(half)
    return { weights, mix: evaluate(other, weights).mix, count: other.length }
  })
  return { mix: rounds.reduce((sum, { mix, count }) => sum + mix * count, 0) / asked.length, best: rounds.map(({ weights }) => weights) }
}
