import type { Channels, FinishedPiece } from './overlap-add.ts'
import type { Pair } from './separation-graph.ts'

/** A piece of the stems, and what they have to add up to there. */
export type MixPiece = FinishedPiece & { readonly wanted: Pair }

/** Half of the 20 ms over which a stem's energy is looked at. */
const REACH_SECONDS = 0.01
/** So that stems that are all silent get the same. */
const LEAST_ENERGY = 1e-20

const joined = (before: Float32Array, next: Float32Array): Float32Array => {
  if (before.length === 0) return next
  const both = new Float32Array(before.length + next.length)
  both.set(before)
  both.set(next, before.length)
  return both
}
const joinedAll = (before: Channels, next: Channels): Channels => next.map((samples, channel) => joined(before[channel] ?? new Float32Array(), samples))

/** One channel of all stems: frames `from`..`to`, changed so that they add up to `wanted`. */
const share = (stems: readonly Float32Array[], wanted: Float32Array, reach: number, from: number, to: number): Float32Array[] => {
  const total = wanted.length
  const energies = stems.map((samples) => {
    const until = new Float64Array(total + 1)
    for (let i = 0; i < total; i++) until[i + 1] = (until[i] as number) + (samples[i] as number) ** 2
    return until
  })
  const out = stems.map(() => new Float32Array(to - from))
  const weights = new Float64Array(stems.length)
  for (let i = from; i < to; i++) {
    const [low, high] = [Math.max(0, i - reach), Math.min(total, i + reach + 1)]
    let left = wanted[i] as number
    let sum = 0
    for (let stem = 0; stem < stems.length; stem++) {
      const energy = energies[stem] as Float64Array
      const weight = (energy[high] as number) - (energy[low] as number) + LEAST_ENERGY
      weights[stem] = weight
      sum += weight
      left -= (stems[stem] as Float32Array)[i] as number
    }
    for (let stem = 0; stem < stems.length; stem++)
      (out[stem] as Float32Array)[i - from] = ((stems[stem] as Float32Array)[i] as number) + (left * (weights[stem] as number)) / sum
  }
  return out
}

/**
 * Mixture consistency (Wisdom et al. 2019, "Differentiable consistency constraints for improved deep speech enhancement"): what a separator left
 * over of the song goes to the stems, so that they add up to it. Each gets as much as it is heard there, of the energy within 20 ms: a silent
 * stem stays silent. The same whatever pieces the sound comes in; no more of it than a piece and 20 ms is in memory.
 */
export const shareResidual = async function* (pieces: AsyncIterable<MixPiece>, rateHz: number): AsyncGenerator<MixPiece> {
  const reach = Math.round(REACH_SECONDS * rateHz)
  let wanted: Channels = []
  let voices: readonly Channels[] = []
  /** frames at the beginning of these that were given out and are only looked back at */
  let given = 0
  let start = 0

  const take = (to: number): MixPiece => {
    const shared = wanted.map((samples, channel) =>
      share(
        voices.map((channels) => channels[channel] as Float32Array),
        samples,
        reach,
        given,
        to,
      ),
    )
    const [left = new Float32Array(), right = new Float32Array()] = wanted
    const piece: MixPiece = {
      start,
      frames: to - given,
      voices: voices.map((_, voice) => shared.map((stems) => stems[voice] as Float32Array)),
      wanted: [left.slice(given, to), right.slice(given, to)],
    }
    start += piece.frames
    const keepFrom = Math.max(0, to - reach)
    wanted = wanted.map((samples) => samples.slice(keepFrom))
    voices = voices.map((channels) => channels.map((samples) => samples.slice(keepFrom)))
    given = to - keepFrom
    return piece
  }

  for await (const piece of pieces) {
    if (wanted.length === 0) start = piece.start
    voices = piece.voices.map((channels, voice) => joinedAll(voices[voice] ?? [], channels))
    wanted = joinedAll(wanted, piece.wanted)
    const ready = (wanted[0]?.length ?? 0) - reach
    if (ready > given) yield take(ready)
  }
  const rest = wanted[0]?.length ?? 0
  if (rest > given) yield take(rest)
}
