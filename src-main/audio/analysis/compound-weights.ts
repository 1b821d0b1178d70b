import type { CompoundCase, CompoundFeatures } from './compound-meter.ts'

export type CompoundWeights = { readonly constant: number; readonly weights: Partial<CompoundFeatures> }

/**
 * What each feature of dotted beats (compound-meter.ts) says, in nats: two logistic regressions with a quadratic penalty, fitted by
 * `bench six-eight --fit` on 384 pieces that the built-in engine plays: 96 written in 6/8 and 12/8, 72 written in shuffles, swing, triplets and waltzes,
 * and 216 of the studios' own.
 */
export const COMPOUND_WEIGHTS: Readonly<Record<CompoundCase, CompoundWeights>> = {
  threes: { constant: -1.5, weights: { changeOverTwos: 2.42, highOverTwos: 0.69, midOverTwos: 0.8, threesRepeat: 3.3, secondToThird: -2.08 } },
  fours: { constant: -4.39, weights: { eightsRepeat: -9.84, togetherHigh: 10.5, halvesOften: -3.86, changeOverTwos: -1.15, midOverTwos: 0.46 } },
}
