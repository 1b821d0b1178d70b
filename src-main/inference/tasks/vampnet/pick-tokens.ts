/** How tokens are taken from what the network says. */
export type PickSettings = {
  readonly temperature: number
  /** draw, or take the likeliest */
  readonly isDrawn: boolean
  /** only tokens about as surprising as expected, up to this probability together (Meister et al., arXiv 2202.00666); undefined: all */
  readonly typicalMass: number | undefined
  readonly typicalMinTokens: number
}

export type Picked = {
  /** a token for each asked position; -1 where the network gave no number */
  readonly tokens: Int32Array
  /** the probability of that token */
  readonly sureness: Float64Array
}

/** positions worked on together: their exponentials stay in the cache */
const BLOCK = 256

/** Sets the probabilities of untypical tokens to zero; in place, [vocabulary][BLOCK]. */
const keepTypical = (weights: Float64Array, vocabulary: number, column: number, sum: number, mass: number, least: number): number => {
  let entropy = 0
  const surprise = new Float64Array(vocabulary)
  for (let token = 0; token < vocabulary; token++) {
    const probability = (weights[token * BLOCK + column] as number) / sum
    const log = Math.log(Math.max(probability, 1e-300))
    surprise[token] = -log
    entropy -= probability * log
  }
  const distance = surprise.map((value) => Math.abs(value - entropy))
  const order = Array.from({ length: vocabulary }, (_, token) => token).sort((a, b) => (distance[a] as number) - (distance[b] as number) || a - b)
  let kept = 0
  order.forEach((token, rank) => {
    const at = token * BLOCK + column
    if (rank >= least && kept / sum >= mass) weights[at] = 0
    else kept += weights[at] as number
  })
  return kept
}

/**
 * @param logits    [vocabulary][positions]
 * @param positions how many there are a row
 * @param asked     the positions to answer for, rising
 * @param uniforms  one number in [0, 1) for every position of the row
 */
export const pickTokens = (
  logits: Float32Array,
  vocabulary: number,
  positions: number,
  asked: Int32Array,
  uniforms: Float64Array,
  settings: PickSettings,
): Picked => {
  const tokens = new Int32Array(asked.length).fill(-1)
  const sureness = new Float64Array(asked.length)
  const weights = new Float64Array(vocabulary * BLOCK)
  const highest = new Float64Array(BLOCK)
  const sums = new Float64Array(BLOCK)
  const { temperature, isDrawn, typicalMass, typicalMinTokens } = settings
  for (let from = 0; from < asked.length; from += BLOCK) {
    const count = Math.min(BLOCK, asked.length - from)
    highest.fill(Number.NEGATIVE_INFINITY)
    sums.fill(0)
    for (let token = 0; token < vocabulary; token++) {
      for (let j = 0; j < count; j++) {
        const value = logits[token * positions + (asked[from + j] as number)] as number
        // comparisons with NaN are false, so such an answer never counts
        if (value > (highest[j] as number) && value < Number.POSITIVE_INFINITY) highest[j] = value
      }
    }
    for (let token = 0; token < vocabulary; token++) {
      for (let j = 0; j < count; j++) {
        const value = logits[token * positions + (asked[from + j] as number)] as number
        const weight = value <= (highest[j] as number) ? Math.exp((value - (highest[j] as number)) / temperature) : 0
        weights[token * BLOCK + j] = weight
        sums[j] = (sums[j] as number) + weight
      }
    }
    for (let j = 0; j < count; j++) {
      if ((highest[j] as number) === Number.NEGATIVE_INFINITY) continue
      const all = sums[j] as number
      const sum = typicalMass === undefined ? all : keepTypical(weights, vocabulary, j, all, typicalMass, typicalMinTokens)
      const token = isDrawn ? draw(weights, vocabulary, j, (uniforms[asked[from + j] as number] as number) * sum) : likeliest(weights, vocabulary, j)
      tokens[from + j] = token
      sureness[from + j] = (weights[token * BLOCK + j] as number) / sum
    }
  }
  return { tokens, sureness }
}

const draw = (weights: Float64Array, vocabulary: number, column: number, threshold: number): number => {
  let sum = 0
  let last = 0
  for (let token = 0; token < vocabulary; token++) {
    const weight = weights[token * BLOCK + column] as number
    if (weight === 0) continue
    sum += weight
    last = token
    if (sum > threshold) return token
  }
  return last
}

const likeliest = (weights: Float64Array, vocabulary: number, column: number): number => {
  let best = 0
  for (let token = 1; token < vocabulary; token++) {
    if ((weights[token * BLOCK + column] as number) > (weights[best * BLOCK + column] as number)) best = token
  }
  return best
}
