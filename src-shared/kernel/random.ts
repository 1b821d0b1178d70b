/**
 * A seeded stream of uniform numbers. Everything random in the studio draws from one of these, so the same seed gives the same music.
 *
 * `fork(name)` gives an independent stream that depends on the seed and the name only, never on how much was drawn before:
 * adding a draw in the drums does not change the melody.
 */
export type Random = {
  /** uniform in [0, 1) */
  next(): number
  /** integer in [from, toExclusive) */
  int(from: number, toExclusive: number): number
  pick<T>(items: readonly T[]): T
  /** index drawn with probability proportional to its weight */
  weighted(weights: readonly number[]): number
  chance(probability: number): boolean
  /** normal, mean 0, standard deviation 1 (Box-Muller) */
  normal(): number
  fork(name: string | number): Random
}

/** FNV-1a, 32 bits: turns a seed and a path of names into a new seed. */
const mix = (seed: number, name: string): number => {
  let hash = (seed ^ 0x811c9dc5) >>> 0
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0
  return hash
}

/** mulberry32 (Tommy Ettinger, public domain): 32-bit state, full period, passes gjrand at this use's scale. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const random: Random = {
    next,
    int: (from, toExclusive) => from + Math.floor(next() * (toExclusive - from)),
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new RangeError('pick from an empty list')
      return item
    },
    weighted: (weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      let left = next() * total
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] ?? 0
        if (left < 0) return i
      }
      return weights.length - 1
    },
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (name) => createRandom(mix(seed, String(name))),
  }
  return random
}
