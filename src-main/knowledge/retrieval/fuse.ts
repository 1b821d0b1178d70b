import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'

/**
 * Ids by how well one way of looking liked them, best first. `places`: where each stands, 0 = first, where some stand equal: they share the mean
 * of their places, so that a word that fits half the library says little. Without it each stands where it is.
 */
export type Ranking = { readonly part: SearchPart; readonly ids: readonly string[]; readonly places?: readonly number[] }
export type Fused = { readonly id: string; readonly score: number; readonly parts: readonly SearchPart[] }

/** How much each way of looking counts, and how fast a place loses worth: chosen on the evaluation set (bench/knowledge.ts, DECISIONS.md). */
export const WEIGHTS: Readonly<Record<SearchPart, number>> = { words: 0.5, meaning: 1, sound: 1, tags: 0.5, harmony: 2.5 }
/** Beside a song (chosen on its rendered songs, bench/knowledge/measure-like.ts); beside a part of it, nothing but the sound is of that part. */
export const SONG_WEIGHTS: typeof WEIGHTS = { words: 1, meaning: 1.5, sound: 1, tags: 2, harmony: 1 }
export const PART_WEIGHTS: typeof WEIGHTS = { ...SONG_WEIGHTS, sound: 12 }
const PLACE = 20

/** Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009) with a weight a list. `score`: 1 is the first place everywhere. */
export const fuse = (rankings: readonly Ranking[], weights: Readonly<Record<SearchPart, number>> = WEIGHTS): readonly Fused[] => {
  const scores = new Map<string, { score: number; parts: SearchPart[] }>()
  const best = rankings.reduce((sum, { part, ids }) => (ids.length > 0 ? sum + weights[part] / (PLACE + 1) : sum), 0)
  for (const { part, ids, places } of rankings)
    ids.forEach((id, at) => {
      const one = scores.get(id) ?? { score: 0, parts: [] }
      one.score += weights[part] / (PLACE + (places?.[at] ?? at) + 1)
      one.parts.push(part)
      scores.set(id, one)
    })
  return [...scores]
    .map(([id, { score, parts }]) => ({ id, score: best > 0 ? Math.min(1, score / best) : 0, parts }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}
