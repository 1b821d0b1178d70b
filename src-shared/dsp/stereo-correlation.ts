/**
 * How alike the two sides are: 1 mono, 0 unrelated, -1 opposite (lost when summed to mono).
 *
 * @returns undefined where a side is silent
 */
export const stereoCorrelation = (left: Float32Array, right: Float32Array): number | undefined => {
  let both = 0
  let onlyLeft = 0
  let onlyRight = 0
  for (let i = 0; i < left.length; i++) {
    const l = left[i] as number
    const r = right[i] ?? 0
    both += l * r
    onlyLeft += l * l
    onlyRight += r * r
  }
  const power = Math.sqrt(onlyLeft * onlyRight)
  return power > 1e-12 ? both / power : undefined
}
