import type { BeatGrid } from '../../../src-shared/analysis/hearing.ts'
import type { HeardBeats, HeardMeter } from '../../audio/index.ts'

/** Bars whose tempo differs less than this from the entry before need no entry of their own, unless their line would drift. */
const SAME_TEMPO = 0.002
const DRIFT_SECONDS = 0.004
const TICKS_PER_QUARTER = 960
const clampTempo = (tempoBpm: number): number => Math.max(20, Math.min(400, tempoBpm))

/** Bar lines on the heard first beats: one tempo where it is steady, else an entry a bar, so that no line is further off than its own beat. */
export const gridOfBeats = (heard: HeardBeats, meter: HeardMeter | undefined): BeatGrid => {
  const beatsPerBar = meter?.beatsPerBar ?? 4
  const first = meter?.firstBar ?? 0
  const unit = meter?.unit ?? 4
  const timeSignature = { beats: beatsPerBar, unit }
  const quartersPerBar = (beatsPerBar * 4) / unit
  const firstBarSeconds = heard.beats[first] ?? heard.beats[0] ?? 0
  if (heard.isSteady) return { tempoMap: [{ atTicks: 0, tempoBpm: clampTempo(heard.tempoBpm) }], timeSignature, firstBarSeconds }
  const lines = heard.beats.filter((_, i) => i >= first && (i - first) % beatsPerBar === 0)
  const tempoMap: { atTicks: number; tempoBpm: number }[] = []
  let at = firstBarSeconds
  for (let bar = 0; bar + 1 < lines.length; bar++) {
    const end = lines[bar + 1] as number
    const tempoBpm = clampTempo((60 * quartersPerBar) / Math.max(0.05, end - at))
    const last = tempoMap.at(-1)
    const drift = last ? Math.abs(at + (60 * quartersPerBar) / last.tempoBpm - end) : Number.POSITIVE_INFINITY
    if (!last || Math.abs(tempoBpm / last.tempoBpm - 1) > SAME_TEMPO || drift > DRIFT_SECONDS)
      tempoMap.push({ atTicks: bar * quartersPerBar * TICKS_PER_QUARTER, tempoBpm })
    at += (60 * quartersPerBar) / (tempoMap.at(-1)?.tempoBpm ?? tempoBpm)
  }
  return { tempoMap: tempoMap.length > 0 ? tempoMap : [{ atTicks: 0, tempoBpm: clampTempo(heard.tempoBpm) }], timeSignature, firstBarSeconds }
}
