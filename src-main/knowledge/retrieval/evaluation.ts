import { z } from 'zod'
import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'
import { Facts } from '../entries/facts.ts'
import { fuse, type Ranking, WEIGHTS } from './fuse.ts'

/**
 * A small library and questions to it with the songs that answer them. Vectors are MiniLM's, 8 bits a number, so that the set can be asked
 * where the model is not. Written by `npm run bench -- knowledge --write`.
 */
export const Evaluation = z.object({
  songs: z.array(z.object({ id: z.string(), words: z.string(), facts: Facts, vector: z.string() })),
  queries: z.array(z.object({ text: z.string(), right: z.array(z.string()).min(1), vector: z.string(), isByHand: z.boolean() })),
})
export type Evaluation = z.output<typeof Evaluation>

export const packVector = (vector: Float32Array): string =>
  Buffer.from(Int8Array.from(vector, (value) => Math.round(Math.max(-1, Math.min(1, value * 4)) * 127)).buffer).toString('base64')
export const unpackVector = (text: string): Float32Array => {
  const bytes = Buffer.from(text, 'base64')
  const vector = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length))
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return vector.map((value) => value / length)
}

/** Of the songs that answer, how many of the five that could be shown are shown. */
export const recallAtFive = (found: readonly string[], right: readonly string[]): number =>
  found.slice(0, 5).filter((id) => right.includes(id)).length / Math.min(5, right.length)

export type AskedQuery = { readonly right: readonly string[]; readonly rankings: readonly Ranking[] }

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean recall@5 of each way of looking by itself, and of the mix. */
export const evaluate = (asked: readonly AskedQuery[], weights: Readonly<Record<SearchPart, number>> = WEIGHTS) => {
  const alone = (part: SearchPart): number =>
    mean(asked.map(({ rankings, right }) => recallAtFive(rankings.find((one) => one.part === part)?.ids ?? [], right)))
  const mix = mean(
    asked.map(({ rankings, right }) =>
      recallAtFive(
        fuse(rankings, weights).map(({ id }) => id),
        right,
      ),
    ),
  )
  return { words: alone('words'), meaning: alone('meaning'), tags: alone('tags'), harmony: alone('harmony'), mix }
}
