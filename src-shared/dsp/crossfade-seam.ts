import { equalPowerIn, equalPowerOut } from './crossfade.ts'

/** How alike two stretches are, 0..1: new material that repeats the old would get louder in a plain equal-power fade. */
const correlation = (a: readonly Float32Array[], b: readonly Float32Array[]): number => {
  let product = 0
  let powerA = 0
  let powerB = 0
  a.forEach((left, channel) => {
    const right = b[channel] ?? left
    for (let i = 0; i < left.length; i++) {
      const x = left[i] as number
      const y = right[i] as number
      product += x * y
      powerA += x * x
      powerB += y * y
    }
  })
  const scale = Math.sqrt(powerA * powerB)
  return scale > 0 ? Math.max(0, product / scale) : 0
}

/**
 * Equal-power crossfade of two stretches of equal length into a new one. The curves are scaled so that the power stays equal for what is
 * really there: for unlike sounds they are the plain sine and cosine, for equal sounds they add up to one.
 */
export const crossfade = (outgoing: readonly Float32Array[], incoming: readonly Float32Array[]): Float32Array[] => {
  const alike = correlation(outgoing, incoming)
  const frames = outgoing[0]?.length ?? 0
  const mixed = outgoing.map(() => new Float32Array(frames))
  for (let i = 0; i < frames; i++) {
    const position = (i + 0.5) / frames
    const fadeIn = equalPowerIn(position)
    const fadeOut = equalPowerOut(position)
    const scale = 1 / Math.sqrt(1 + 2 * alike * fadeIn * fadeOut)
    mixed.forEach((out, channel) => {
      out[i] = scale * (fadeOut * (outgoing[channel]?.[i] ?? 0) + fadeIn * (incoming[channel]?.[i] ?? 0))
    })
  }
  return mixed
}
