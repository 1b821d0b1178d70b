import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'

/** Ids by how well one way of looking liked them, best first. */
export type Ranking = { readonly part: SearchPart; readonly ids: readonly string[] }
export type Fused = { readonly id: string; readonly score: number; readonly parts: readonly SearchPart[] }

/** How much each way of looking counts, and how fast a place loses worth: chosen on the evaluation set (bench/knowledge.ts, DECISIONS.md). */
export const WEIGHTS: Readonly<Record<SearchPart, number>> = { words: 1, meaning: 1, sound: 1, tags: 1, harmony: 1 }
const PLACE = 20

/** Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009) with a weight a list. `score`: 1 is the first place everywhere. */
export const fuse = (rankings: readonly Ranking[], weights: Readonly<Record<SearchPart, number>> = WEIGHTS): readonly Fused[] => {
  const scores = new Map<string, { score: number; parts: SearchPart[] }>()
  const best = rankings.reduce((sum, { part, ids }) => (ids.length > 0 ? sum + weights[part] / (PLACE + 1) : sum), 0)
  for (const { part, ids } of rankings)
    ids.forEach((id, place) => {
      const one = scores.get(id) ?? { score: 0, parts: [] }
      one.score += weights[part] / (PLACE + place + 1)
      one.parts.push(part)
      scores.set(id, one)
    })
  return [...scores]
    .map(([id, { score, parts }]) => ({ id, score: best > 0 ? Math.min(1, score / best) : 0, parts }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}
