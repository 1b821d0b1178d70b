import { RATE_HZ, WINDOW_SECONDS } from './log-mel.ts'

/** A span of samples. */
export type Stretch = { readonly from: number; readonly to: number }

const WINDOW = WINDOW_SECONDS * RATE_HZ
/** A cut is looked for in the last seconds of a window, where it is quietest for this long. */
const SEARCH = 6 * RATE_HZ
const QUIET = 0.1 * RATE_HZ

const quietest = (signal: Float32Array, from: number, to: number): number => {
  let best = to
  let least = Number.POSITIVE_INFINITY
  for (let at = from; at + QUIET <= to; at += QUIET / 2) {
    let energy = 0
    for (let i = at; i < at + QUIET; i++) energy += (signal[i] as number) ** 2
    // of equals the later one: fewer windows
    if (energy <= least) [best, least] = [at + QUIET / 2, energy]
  }
  return best
}

/** Cuts a long recording into windows, between words rather than in them. */
export const splitSpeech = (signal: Float32Array): readonly Stretch[] => {
  const stretches: Stretch[] = []
  for (let from = 0; from < signal.length; ) {
    const rest = signal.length - from
    const to = rest <= WINDOW ? signal.length : quietest(signal, from + WINDOW - SEARCH, from + WINDOW)
    stretches.push({ from, to })
    from = to
  }
  return stretches
}
