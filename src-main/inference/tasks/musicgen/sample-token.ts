/** How tokens are chosen. `temperature` 0 takes the likeliest one each time. */
export type Sampling = {
  readonly temperature: number
  /** only the k likeliest tokens; 0 = all */
  readonly topK: number
  /** only the likeliest tokens that together have this probability; 0 = all */
  readonly topP: number
  /** how much the words count (classifier-free guidance); 1 = without */
  readonly guidance: number
}

/** Audiocraft's own choices (musicgen.py, `set_generation_params`). */
export const USUAL_SAMPLING: Sampling = { temperature: 1, topK: 250, topP: 0, guidance: 3 }

/** The k-th largest of the first `count` values. Reorders them. Hoare's selection: O(count). */
const kthLargest = (values: Float64Array, count: number, k: number): number => {
  let low = 0
  let high = count - 1
  const wanted = k - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number
    let i = low
    let j = high
    while (i <= j) {
      while ((values[i] as number) > pivot) i++
      while ((values[j] as number) < pivot) j--
      if (i > j) break
      const held = values[i] as number
      values[i++] = values[j] as number
      values[j--] = held
    }
    if (wanted <= j) high = j
    else if (wanted >= i) low = i
    else break
  }
  return values[wanted] as number
}

/** Chooses one token from a row of logits. `uniform` in [0, 1) decides among what is left after temperature, top-k and top-p. */
export type TokenSampler = {
  /**
   * @param logits  of all rows, one after the other
   * @param given   where the row that hears the words starts
   * @param blind   where the row that does not starts; the same where guidance is off
   */
  choose(logits: ArrayLike<number>, given: number, blind: number, uniform: number): number
}

export const createTokenSampler = (size: number, { temperature, topK, topP, guidance }: Sampling): TokenSampler => {
  const scores = new Float64Array(size)
  const scratch = new Float64Array(size)
  const isGreedy = temperature === 0
  const scale = isGreedy ? 1 : 1 / temperature
  const isGuided = guidance > 1

  const readScores = (logits: ArrayLike<number>, given: number, blind: number): void => {
    if (isGuided) {
      for (let i = 0; i < size; i++) {
        const without = logits[blind + i] as number
        scores[i] = (without + ((logits[given + i] as number) - without) * guidance) * scale
      }
    } else for (let i = 0; i < size; i++) scores[i] = (logits[given + i] as number) * scale
  }

  const likeliest = (): number => {
    let best = 0
    for (let i = 1; i < size; i++) if ((scores[i] as number) > (scores[best] as number)) best = i
    return best
  }

  /** Probabilities without their common factor, in `scores`; tokens that are left out become 0. @returns their sum */
  const weigh = (): number => {
    let least = Number.NEGATIVE_INFINITY
    if (topK > 0 && topK < size) {
      scratch.set(scores)
      least = kthLargest(scratch, size, topK)
    }
    let top = Number.NEGATIVE_INFINITY
    for (let i = 0; i < size; i++) if ((scores[i] as number) > top) top = scores[i] as number
    let sum = 0
    for (let i = 0; i < size; i++) {
      const score = scores[i] as number
      const weight = score < least ? 0 : Math.exp(score - top)
      scores[i] = weight
      sum += weight
    }
    return sum
  }

  /** Leaves out the unlikeliest tokens that together have at most 1 - topP. @returns the sum of what stays */
  const keepNucleus = (sum: number): number => {
    scratch.set(scores)
    scratch.sort()
    const cut = (1 - topP) * sum
    let below = 0
    let least = scratch[size - 1] as number
    for (let i = 0; i < size; i++) {
      below += scratch[i] as number
      if (below <= cut) continue
      least = scratch[i] as number
      break
    }
    let kept = 0
    for (let i = 0; i < size; i++) {
      if ((scores[i] as number) < least) scores[i] = 0
      else kept += scores[i] as number
    }
    return kept
  }

  return {
    choose(logits, given, blind, uniform) {
      readScores(logits, given, blind)
      if (isGreedy) return likeliest()
      let sum = weigh()
      if (topP > 0 && topP < 1) sum = keepNucleus(sum)
      const wanted = uniform * sum
      let below = 0
      let last = 0
      for (let i = 0; i < size; i++) {
        const weight = scores[i] as number
        if (weight === 0) continue
        below += weight
        last = i
        if (below > wanted) return i
      }
      return last
    },
  }
}
