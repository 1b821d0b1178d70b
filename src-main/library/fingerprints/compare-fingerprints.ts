import { FINGERPRINT_WORDS_A_SECOND } from '../../audio/index.ts'

/** Two recordings laid over each other. `offset`: words that the second begins later in the first. `error`: share of bits that differ. */
export type Overlay = { readonly error: number; readonly offset: number; readonly words: number }

/** Recordings differ in about half of their bits (0.5 ± 0.03 over five seconds); the paper calls 0.35 the same. Ours are longer, so it may be stricter. */
export const SAME_BELOW = 0.3
/** What must lie over each other: so much of the shorter one, and so many seconds. */
const LEAST_SHARE = 0.6
const LEAST_SECONDS = 2
/** One word in so many is looked up; the others only prove. */
const KEY_SHIFT = 27
const MOST_KEYS = 240

const bitsOf = (word: number): number => {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Words to look a recording up by, with their places: chosen by the word itself, so that both of two like recordings choose the same ones. */
export const keysOf = (words: Uint32Array): readonly { readonly key: number; readonly frame: number }[] => {
  const keys: { key: number; frame: number }[] = []
  let last = 0
  for (let frame = 0; frame < words.length && keys.length < MOST_KEYS; frame++) {
    const key = words[frame] as number
    if (key !== 0 && key !== last && Math.imul(key, 0x9e3779b1) >>> KEY_SHIFT === 0) keys.push({ key, frame })
    last = key
  }
  return keys
}

const overlayAt = (a: Uint32Array, b: Uint32Array, offset: number): Overlay => {
  let different = 0
  let words = 0
  const to = Math.min(a.length, b.length + offset)
  for (let i = Math.max(0, offset); i < to; i++) {
    const [x, y] = [a[i] as number, b[i - offset] as number]
    if (x === 0 || y === 0) continue
    different += bitsOf(x ^ y)
    words++
  }
  return { error: words === 0 ? 1 : different / (32 * words), offset, words }
}

const soundWords = (words: Uint32Array): number => words.reduce((count, word) => count + (word === 0 ? 0 : 1), 0)

/** The best overlay around some offsets; undefined where too little lies over each other, or too much differs. */
export const compareFingerprints = (a: Uint32Array, b: Uint32Array, offsets: readonly number[]): Overlay | undefined => {
  const shorter = Math.min(soundWords(a), soundWords(b))
  const least = Math.max(LEAST_SECONDS * FINGERPRINT_WORDS_A_SECOND, LEAST_SHARE * shorter)
  let best: Overlay | undefined
  for (const around of offsets)
    for (let offset = around - 2; offset <= around + 2; offset++) {
      const overlay = overlayAt(a, b, offset)
      if (overlay.words >= least && overlay.error < (best?.error ?? SAME_BELOW)) best = overlay
    }
  return best
}
