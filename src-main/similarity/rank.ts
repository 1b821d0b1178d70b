import { toLengthOne } from '../../src-shared/similarity/segments.ts'

/** Makes measures of different units comparable: what is usual in this library, leaning on what is usual anywhere while it is small. */
export type Standard = {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
  readonly weights: readonly number[] /** how many songs the usual counts as */
  readonly inertia: number
}

export type RankRequest = {
  /** rows of `size` numbers, shared: nothing is copied for a search */
  readonly matrix: SharedArrayBuffer
  readonly count: number
  readonly size: number
  readonly query: Float32Array
  readonly limit: number
  /** undefined: rows and query have length 1 already */
  readonly standard: Standard | undefined
}
export type Ranked = { readonly row: number; readonly similarity: number }

const usualIn = ({ mean, deviation, inertia }: Standard, rows: Float32Array, count: number, size: number) => {
  const middle = Float64Array.from({ length: size }, (_, i) => inertia * (mean[i] ?? 0))
  for (let row = 0; row < count; row++) for (let i = 0; i < size; i++) middle[i] = (middle[i] as number) + (rows[row * size + i] as number)
  for (let i = 0; i < size; i++) middle[i] = (middle[i] as number) / (count + inertia)
  const spread = Float64Array.from({ length: size }, (_, i) => inertia * ((deviation[i] ?? 1) ** 2 + ((mean[i] ?? 0) - (middle[i] as number)) ** 2))
  for (let row = 0; row < count; row++)
    for (let i = 0; i < size; i++) spread[i] = (spread[i] as number) + ((rows[row * size + i] as number) - (middle[i] as number)) ** 2
  return { middle, scale: spread.map((value) => 1 / Math.max(1e-6, Math.sqrt(value / (count + inertia)))) }
}

/**
 * Every row by its cosine with the query, best first. Around what is usual songs point in opposite directions too: there the cosine, from -1 to 1,
 * is told from 0 to 1, so that the far end of a list is still in an order. Ten thousand rows of 512 numbers take some milliseconds.
 */
export const rankRows = ({ matrix, count, size, query, limit, standard }: RankRequest): readonly Ranked[] => {
  const rows = new Float32Array(matrix, 0, count * size)
  const scores = new Float32Array(count)
  if (standard) {
    const { middle, scale } = usualIn(standard, rows, count, size)
    const factor = Float64Array.from(scale, (value, i) => value * (standard.weights[i] ?? 1))
    const wanted = toLengthOne(Float32Array.from(query, (value, i) => (value - (middle[i] as number)) * (factor[i] as number)))
    for (let row = 0; row < count; row++) {
      let [product, squares] = [0, 0]
      for (let i = 0; i < size; i++) {
        const value = ((rows[row * size + i] as number) - (middle[i] as number)) * (factor[i] as number)
        product += value * (wanted[i] as number)
        squares += value * value
      }
      scores[row] = squares > 0 ? product / Math.sqrt(squares) : 0
    }
  } else {
    for (let row = 0; row < count; row++) {
      let product = 0
      for (let i = 0, at = row * size; i < size; i++, at++) product += (rows[at] as number) * (query[i] as number)
      scores[row] = product
    }
  }
  return Array.from(scores.keys())
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, limit)
    .map((row) => {
      const cosine = scores[row] as number
      return { row, similarity: Math.max(0, Math.min(1, standard ? (1 + cosine) / 2 : cosine)) }
    })
}
