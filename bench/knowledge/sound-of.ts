import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { DESCRIPTOR_WEIGHTS, describeSound } from '../../src-main/similarity/describe/describe-sound.ts'
import { USUAL_DEVIATION, USUAL_MEAN } from '../../src-main/similarity/describe/usual-sounds.ts'
import type { Recording } from '../music/studio.ts'

/** A recording as weighted, standardised measures: what the search by sound compares. */
export const soundOf = ({ left, right }: Recording): Float32Array => {
  const mono = decimate(
    left.map((value, i) => 0.5 * (value + (right[i] ?? 0))),
    2,
  )
  return describeSound(mono, 22_050).map((value, i) => ((value - (USUAL_MEAN[i] ?? 0)) / (USUAL_DEVIATION[i] ?? 1)) * (DESCRIPTOR_WEIGHTS[i] ?? 1))
}
/** Euclidean distance of two of them. */
export const apart = (a: Float32Array, b: Float32Array): number => Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0))
