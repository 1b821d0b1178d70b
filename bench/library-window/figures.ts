export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0

const figure = (value: number): string => value.toFixed(1).padStart(8)

/** One line: median, 95th percentile and the largest, milliseconds. */
export const line = (name: string, values: readonly number[]): void =>
  console.log(`${name.padEnd(62)} p50 ${figure(quantile(values, 0.5))}  p95 ${figure(quantile(values, 0.95))}  most ${figure(Math.max(...values))} ms`)
