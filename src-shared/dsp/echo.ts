/** A tempo-synced stereo echo that answers left, then right, and darkens with each repeat. Mono in, stereo added to the outputs. */
export type EchoShape = { readonly timeSeconds: number; readonly feedback: number; readonly dampingHz: number }
export type Echo = { process(input: Float32Array, outLeft: Float32Array, outRight: Float32Array, count: number): void }

export const createEcho = ({ timeSeconds, feedback, dampingHz }: EchoShape, sampleRateHz: number): Echo => {
  const length = Math.max(1, Math.round(timeSeconds * sampleRateHz))
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  const damp = Math.exp((-2 * Math.PI * dampingHz) / sampleRateHz)
  /** keeps the low end out of the repeats: a one-pole high-pass near 180 Hz */
  const thin = 1 - Math.exp((-2 * Math.PI * 180) / sampleRateHz)
  let at = 0
  let dark = 0
  let low = 0
  return {
    process(input, outLeft, outRight, count) {
      for (let i = 0; i < count; i++) {
        const fromLeft = left[at] as number
        const fromRight = right[at] as number
        outLeft[i] = (outLeft[i] as number) + fromLeft
        outRight[i] = (outRight[i] as number) + fromRight
        dark = fromRight * (1 - damp) + dark * damp
        low += thin * (dark - low)
        left[at] = (input[i] as number) + (dark - low) * feedback + 1e-18
        right[at] = fromLeft * 0.85
        if (++at === length) at = 0
      }
    },
  }
}
