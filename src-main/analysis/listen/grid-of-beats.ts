import type { BeatGrid } from '../../../src-shared/analysis/hearing.ts'
import type { HeardBeats, HeardMeter } from '../../audio/index.ts'

/** A bar line may lie this far beside the beat that was heard: a curve's value is 12 ms long, and fewer say sooner or later. */
const TOLERANCE_SECONDS = 0.01
const TICKS_PER_QUARTER = 960
const clampTempo = (tempoBpm: number): number => Math.max(20, Math.min(400, tempoBpm))

type Span = { readonly bar: number; readonly barSeconds: number }

/**
 * As few tempi as keep every line within the tolerance, each as long as it can be: from where a span begins, the slopes that pass all its lines
 * so far are a funnel that narrows, and the span ends where it closes (Williams's cone, 1978).
 */
const straightSpans = (lines: readonly number[], firstSeconds: number): Span[] => {
  const spans: Span[] = []
  let from = firstSeconds
  for (let bar = 0; bar + 1 < lines.length; ) {
    let [least, most, count] = [0, Number.POSITIVE_INFINITY, 0]
    for (let next = bar + 1; next < lines.length; next++) {
      const low = Math.max(least, ((lines[next] as number) - TOLERANCE_SECONDS - from) / (next - bar))
      const high = Math.min(most, ((lines[next] as number) + TOLERANCE_SECONDS - from) / (next - bar))
      if (low > high) break
      ;[least, most, count] = [low, high, next - bar]
    }
    const barSeconds = (least + most) / 2
    spans.push({ bar, barSeconds })
    bar += count
    from += count * barSeconds
  }
  return spans
}

/** Bar lines on the heard first beats: one tempo where it is steady, else as few as keep every line beside its beat. */
export const gridOfBeats = (heard: HeardBeats, meter: HeardMeter | undefined): BeatGrid => {
  const beatsPerBar = meter?.beatsPerBar ?? 4
  const first = meter?.firstBar ?? 0
  const unit = meter?.unit ?? 4
  const timeSignature = { beats: beatsPerBar, unit }
  const quartersPerBar = (beatsPerBar * 4) / unit
  const firstBarSeconds = heard.beats[first] ?? heard.beats[0] ?? 0
  if (heard.isSteady) return { tempoMap: [{ atTicks: 0, tempoBpm: clampTempo(heard.tempoBpm) }], timeSignature, firstBarSeconds }
  const lines = heard.beats.filter((_, i) => i >= first && (i - first) % beatsPerBar === 0)
  const tempoMap = straightSpans(lines, firstBarSeconds).map(({ bar, barSeconds }) => ({
    atTicks: bar * quartersPerBar * TICKS_PER_QUARTER,
    tempoBpm: clampTempo((60 * quartersPerBar) / Math.max(0.05, barSeconds)),
  }))
  return { tempoMap: tempoMap.length > 0 ? tempoMap : [{ atTicks: 0, tempoBpm: clampTempo(heard.tempoBpm) }], timeSignature, firstBarSeconds }
}
