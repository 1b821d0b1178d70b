/** A measured column: what it should be, and whether one value is that. NaN values (nothing to measure) are left out. */
export type Column<T> = {
  readonly title: string
  readonly target: string
  readonly measure: (item: T) => number
  readonly isGood: (value: number, group: string) => boolean
  readonly digits?: number
}
export type Measured = Readonly<Record<string, number>>

const cell = (text: string, width: number): string => text.padStart(width)
const FIRST = 15

/** One row per group (mean, worst value and pass share of every column); columns with less than 90 % of passes are marked `<<`. */
export const printColumns = <T>(columns: readonly Column<T>[], groups: ReadonlyMap<string, readonly Measured[]>): string => {
  const lines = [`${cell('column', FIRST)}${cell('target', 16)}${[...groups.keys()].map((name) => cell(name, 22)).join('')}   passes`]
  let passed = 0
  let all = 0
  for (const { title, target, isGood, digits = 2 } of columns) {
    let columnPassed = 0
    let columnAll = 0
    const cells = [...groups].map(([name, rows]) => {
      const values = rows.map((row) => row[title] ?? Number.NaN).filter((value) => !Number.isNaN(value))
      if (values.length === 0) return cell('-', 22)
      const good = values.filter((value) => isGood(value, name)).length
      columnPassed += good
      columnAll += values.length
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const range = `${Math.min(...values).toFixed(digits)}..${Math.max(...values).toFixed(digits)}`
      return cell(`${mean.toFixed(digits)} (${range})${good < values.length ? '!' : ' '}`, 22)
    })
    passed += columnPassed
    all += columnAll
    const share = columnAll === 0 ? 1 : columnPassed / columnAll
    lines.push(`${cell(title, FIRST)}${cell(target, 16)}${cells.join('')}   ${(share * 100).toFixed(0)} %${share < 0.9 ? ' <<' : ''}`)
  }
  lines.push(`${cell('all', FIRST)}${cell('', 16)}${[...groups].map(() => cell('', 22)).join('')}   ${((100 * passed) / Math.max(1, all)).toFixed(1)} %`)
  return lines.join('\n')
}

export const within =
  (low: number, high: number) =>
  (value: number): boolean =>
    value >= low && value <= high

/** Bounds that differ by style. */
export const byStyle =
  (bounds: Readonly<Record<string, readonly [number, number]>>) =>
  (value: number, style: string): boolean => {
    const [low, high] = bounds[style] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    return value >= low && value <= high
  }
