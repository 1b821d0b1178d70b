import { TICKS_PER_QUARTER } from '../../src-shared/kernel/units.ts'
import type { TempoMap } from '../../src-shared/score/score.ts'

/** A tempo as MIDI files have it. `microseconds`: whole ones, of a quarter note. */
export type MidiTempo = { readonly atTicks: number; readonly microseconds: number }

const MICROSECONDS_PER_MINUTE = 60_000_000
/** a little less than a sample at 48 kHz */
const MOST_DRIFT_MICROSECONDS = 20.8

/**
 * A tempo map for a MIDI file, which counts in whole microseconds a quarter: at 90 bpm that is off by a third of one at every beat, seven samples in five
 * minutes. Where that would come to a sample, the next whole number above or below takes over at a bar line; tempi that are whole have no event more.
 *
 * @param endTicks to where it is kept within a sample
 */
export const midiTempos = (tempoMap: TempoMap, barTicks: number, endTicks: number): readonly MidiTempo[] => {
  const written: MidiTempo[] = []
  // file's time minus the true one, in microseconds
  let drift = 0
  for (const [index, { atTicks, tempoBpm }] of tempoMap.entries()) {
    const until = tempoMap[index + 1]?.atTicks ?? Math.max(endTicks, atTicks)
    const exact = MICROSECONDS_PER_MINUTE / tempoBpm
    let at = atTicks
    do {
      const farthest = [Math.floor(exact), Math.ceil(exact)].map((microseconds) => {
        const driftAt = (ticks: number) => drift + ((microseconds - exact) * (ticks - at)) / TICKS_PER_QUARTER
        let reached = Math.min(until, (Math.floor(at / barTicks) + 1) * barTicks)
        if (Math.abs(driftAt(until)) <= MOST_DRIFT_MICROSECONDS) reached = until
        else while (Math.abs(driftAt(reached + barTicks)) <= MOST_DRIFT_MICROSECONDS && reached + barTicks < until) reached += barTicks
        return { microseconds, reached, drift: driftAt(reached) }
      })
      const best = farthest.reduce((a, b) => (b.reached > a.reached || (b.reached === a.reached && Math.abs(b.drift) < Math.abs(a.drift)) ? b : a))
      if (best.microseconds !== written.at(-1)?.microseconds) written.push({ atTicks: at, microseconds: best.microseconds })
      at = best.reached
      drift = best.drift
    } while (at < until)
  }
  return written
}

/** What a reader of the file makes of its tempi. */
export const readTempos = (tempos: readonly MidiTempo[]): TempoMap =>
  tempos.map(({ atTicks, microseconds }) => ({ atTicks, tempoBpm: MICROSECONDS_PER_MINUTE / microseconds }))
