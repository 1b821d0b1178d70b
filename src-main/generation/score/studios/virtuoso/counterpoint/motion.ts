import type { Layout, Tendency } from './layouts.ts'
import { intervalClass } from './line.ts'
import { leadingToneOf, resolves, seventhOf } from './rules.ts'
import type { Stage } from './stage.ts'

/** What must move between two chords: nothing where the second prolongs the first. */
export const tendencyBetween = (stage: Stage | undefined, next: Stage | undefined): Tendency => ({
  leading: stage && next && resolves(stage.chord, next.chord) ? leadingToneOf(stage.chord) : undefined,
  seventh: stage && next && stage.chord.root !== next.chord.root ? seventhOf(stage.chord) : undefined,
})

const isPerfect = (interval: number): boolean => interval === 0 || interval === 7

const melodic = (a: number, b: number, isTop: boolean, isBottom: boolean, { leading, seventh }: Tendency): number => {
  const size = Math.abs(b - a)
  if (size > 12 || size === 10 || size === 11 || size === 6) return Number.POSITIVE_INFINITY
  if (a % 12 === seventh && b !== a && (a - b > 2 || b > a)) return Number.POSITIVE_INFINITY
  let cost = 0
  if (a % 12 === leading && b - a !== 1 && b !== a) {
    if (isTop || isBottom) return Number.POSITIVE_INFINITY
    cost = 8
  }
  if (isBottom) return cost + size * 0.25 + (size > 7 ? 3 : 0)
  return cost + size * 0.5 + (size > 4 ? (size - 4) * (isTop ? 0.7 : 1.6) : 0)
}

/**
 * Price of going from one layout to the next; infinite where a rule would be broken by a voice that could go elsewhere. `isSet`: voices that
 * are written in both. Loops, because it runs a million times a piece.
 */
export const motion = (from: Layout, to: Layout, tendency: Tendency, isSet: readonly boolean[]): number => {
  let cost = 0
  let top = -1
  let bottom = -1
  for (let voice = 0; voice < to.length; voice++)
    if (to[voice] !== undefined) {
      if (top < 0) top = voice
      bottom = voice
    }
  for (let voice = 0; voice < to.length; voice++) {
    const a = from[voice]
    const b = to[voice]
    if (a === undefined || b === undefined) continue
    if (!isSet[voice]) cost += melodic(a, b, voice === top, voice === bottom, tendency)
    if (cost === Number.POSITIVE_INFINITY) return cost
    for (let lower = voice + 1; lower < to.length; lower++) {
      const c = from[lower]
      const d = to[lower]
      if (c === undefined || d === undefined || (isSet[voice] && isSet[lower])) continue
      // overlap: a voice passes where its neighbour just was
      if (lower === voice + 1 && (b < c || d > a)) cost += 5
      if (a === b || c === d) continue
      const interval = intervalClass(b, d)
      if (!isPerfect(interval)) continue
      if (intervalClass(a, c) === interval) return Number.POSITIVE_INFINITY
      if (voice === top && lower === bottom && Math.sign(b - a) === Math.sign(d - c)) {
        if (Math.abs(b - a) > 2) return Number.POSITIVE_INFINITY
        cost += 2
      }
    }
  }
  return cost
}
