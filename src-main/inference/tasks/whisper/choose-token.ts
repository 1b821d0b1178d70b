import type { Random } from '../../../../src-shared/kernel/random.ts'

export type Choice = { readonly token: number /** natural logarithm of its likelihood, before temperature */; readonly logLikelihood: number }

const logOfSum = (logits: Float32Array): number => {
  let most = Number.NEGATIVE_INFINITY
  for (const value of logits) if (value > most) most = value
  let sum = 0
  for (const value of logits) sum += Math.exp(value - most)
  return most + Math.log(sum)
}

/** How likely one token is, 0..1, among all. */
export const likelihoodOf = (logits: Float32Array, token: number): number => Math.exp((logits[token] ?? Number.NEGATIVE_INFINITY) - logOfSum(logits))

const strongest = (logits: Float32Array): number => {
  let best = 0
  for (let i = 1; i < logits.length; i++) if ((logits[i] as number) > (logits[best] as number)) best = i
  return best
}

const drawn = (logits: Float32Array, temperature: number, random: Random): number => {
  const top = logits[strongest(logits)] as number
  const weights = Float64Array.from(logits, (value) => Math.exp((value - top) / temperature))
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] as number
    if (left < 0) return i
  }
  return strongest(logits)
}

/** The likeliest token at temperature 0, else one drawn. @param logits those of forbidden tokens are -Infinity */
export const chooseToken = (logits: Float32Array, temperature: number, random: Random): Choice => {
  const token = temperature === 0 ? strongest(logits) : drawn(logits, temperature, random)
  return { token, logLikelihood: (logits[token] as number) - logOfSum(logits) }
}
