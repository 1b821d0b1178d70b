/** Plain classifiers over rows of measures, each row tried against all the others (leave one out): which group is it nearest to? */
export type Row = { readonly group: string; readonly values: readonly number[] }

/** Every measure with mean 0 and deviation 1 over all rows; one that never moves says nothing. */
export const standardised = (rows: readonly Row[]): Row[] => {
  const size = rows[0]?.values.length ?? 0
  const scales = Array.from({ length: size }, (_, i) => {
    const column = rows.map(({ values }) => values[i] ?? 0)
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length)
    return { mean, deviation }
  })
  return rows.map(({ group, values }) => ({
    group,
    values: values.map((value, i) => {
      const { mean, deviation } = scales[i] ?? { mean: 0, deviation: 0 }
      return deviation < 1e-9 ? 0 : (value - mean) / deviation
    }),
  }))
}

const distance = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0)

/** The group whose mean, without the row itself, is nearest. */
export const nearestCentroid = (rows: readonly Row[]): { readonly truth: string; readonly guess: string }[] => {
  const groups = [...new Set(rows.map(({ group }) => group))]
  return rows.map((row, own) => {
    const centres = groups.map((group) => {
      const others = rows.filter((other, i) => other.group === group && i !== own)
      return { group, values: row.values.map((_, i) => others.reduce((sum, { values }) => sum + (values[i] ?? 0), 0) / Math.max(1, others.length)) }
    })
    return { truth: row.group, guess: centres.toSorted((a, b) => distance(a.values, row.values) - distance(b.values, row.values))[0]?.group ?? '' }
  })
}

/** The group of most of the `count` nearest rows. */
export const nearestNeighbours = (rows: readonly Row[], count: number): { readonly truth: string; readonly guess: string }[] =>
  rows.map((row, own) => {
    const near = rows.filter((_, i) => i !== own).toSorted((a, b) => distance(a.values, row.values) - distance(b.values, row.values))
    const votes = new Map<string, number>()
    for (const { group } of near.slice(0, count)) votes.set(group, (votes.get(group) ?? 0) + 1)
    return { truth: row.group, guess: [...votes].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '' }
  })

export const accuracy = (guesses: readonly { truth: string; guess: string }[]): number =>
  guesses.filter(({ truth, guess }) => truth === guess).length / guesses.length

/** A row for what it is, a column for what it was taken for. */
export const confusion = (guesses: readonly { truth: string; guess: string }[]): string => {
  const groups = [...new Set(guesses.map(({ truth }) => truth))]
  const width = Math.max(...groups.map((group) => group.length)) + 2
  const line = (head: string, cells: readonly (string | number)[]): string => head.padEnd(width) + cells.map((cell) => String(cell).padStart(width)).join('')
  const rows = groups.map((truth) =>
    line(
      truth,
      groups.map((guess) => guesses.filter((one) => one.truth === truth && one.guess === guess).length),
    ),
  )
  return [line('', groups), ...rows].join('\n')
}
