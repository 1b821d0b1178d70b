/** What one case says: features by name, and whether it is so. */
export type Case = { readonly features: Readonly<Record<string, number>>; readonly isSo: boolean }
export type Logistic = { readonly constant: number; readonly weights: Readonly<Record<string, number>> }

export const likelihoodOf = ({ constant, weights }: Logistic, features: Readonly<Record<string, number>>): number =>
  1 / (1 + Math.exp(-Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (features[name] ?? 0), constant)))

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

/** Solves a small linear system by Gauss and Jordan. */
const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const rows = matrix.map((row, i) => [...row, right[i] as number])
  for (let i = 0; i < rows.length; i++) {
    let pivot = i
    for (let r = i; r < rows.length; r++) if (Math.abs(rows[r]?.[i] as number) > Math.abs(rows[pivot]?.[i] as number)) pivot = r
    const row = rows[pivot] as number[]
    rows[pivot] = rows[i] as number[]
    rows[i] = row
    for (const [r, other] of rows.entries()) {
      if (r === i) continue
      const times = (other[i] as number) / (row[i] as number)
      for (let c = i; c <= rows.length; c++) other[c] = (other[c] as number) - times * (row[c] as number)
    }
  }
  return rows.map((row, i) => (row[rows.length] as number) / (row[i] as number))
}

/** Newton's steps with a quadratic penalty on features of deviation 1. @returns weights of the features as they are */
export const fitLogistic = (cases: readonly Case[], names: readonly string[], penalty: number): Logistic => {
  const columns = names.map((name) => cases.map(({ features }) => features[name] ?? 0))
  const middles = columns.map(mean)
  const deviations = columns.map((column, i) => Math.sqrt(mean(column.map((value) => (value - (middles[i] as number)) ** 2))) + 1e-9)
  const size = names.length + 1
  const rows = cases.map((_, r) => [1, ...columns.map((column, i) => ((column[r] as number) - (middles[i] as number)) / (deviations[i] as number))])
  let weights = new Array<number>(size).fill(0)
  for (let step = 0; step < 25; step++) {
    const slope = weights.map((weight, i) => (i === 0 ? 0 : penalty * cases.length * weight))
    const bend = weights.map((_, i) => weights.map((_, j) => (i === j && i > 0 ? penalty * cases.length : 0)))
    for (const [r, row] of rows.entries()) {
      const likely = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)))
      const error = likely - (cases[r]?.isSo ? 1 : 0)
      const spread = Math.max(1e-6, likely * (1 - likely))
      for (let i = 0; i < size; i++) {
        slope[i] = (slope[i] as number) + error * (row[i] as number)
        const bends = bend[i] as number[]
        for (let j = 0; j < size; j++) bends[j] = (bends[j] as number) + spread * (row[i] as number) * (row[j] as number)
      }
    }
    const change = solve(bend, slope)
    weights = weights.map((weight, i) => weight - (change[i] as number))
  }
  const plain = names.map((_, i) => (weights[i + 1] as number) / (deviations[i] as number))
  return {
    constant: (weights[0] as number) - plain.reduce((sum, weight, i) => sum + weight * (middles[i] as number), 0),
    weights: Object.fromEntries(names.map((name, i) => [name, plain[i] as number])),
  }
}
