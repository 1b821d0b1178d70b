import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import type { GridCorrection, Take } from '../../../src-shared/project/document.ts'
import { ticksPerBar, ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import type { TempoMap, TimeSignature } from '../../../src-shared/score/score.ts'
import { musicalGridOf } from '../time/musical-grid.ts'

/** Bars of a recording as a person corrects them. Frames of the take that is the song. */
export type Bars = NonNullable<GridCorrection['grid']>

export const SLOWEST_BPM = 20
export const FASTEST_BPM = 400

export const barsOf = ({ tempoMap, timeSignature, firstBarFrame }: Take): Bars | undefined =>
  tempoMap && timeSignature ? { tempoMap, timeSignature, firstBarFrame } : undefined

/** Where nothing is known yet, a correction starts from here. */
export const plainBars = (tempoBpm: number, firstBarFrame = 0): Bars => ({
  tempoMap: [{ atTicks: 0, tempoBpm }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame,
})

/** The same moments counted twice (2) or half (0.5) as fast. Undefined where that is no tempo any more. */
export const countFaster = (bars: Bars, factor: 2 | 0.5): Bars | undefined => {
  const tempoMap = bars.tempoMap.map(({ atTicks, tempoBpm }) => ({ atTicks: Math.round(atTicks * factor), tempoBpm: tempoBpm * factor }))
  return tempoMap.every(({ tempoBpm }) => tempoBpm >= SLOWEST_BPM && tempoBpm <= FASTEST_BPM) ? { ...bars, tempoMap } : undefined
}

/** One tempo for all of it; the first bar stays where it is. */
export const withTempo = (bars: Bars, tempoBpm: number): Bars => ({ ...bars, tempoMap: [{ atTicks: 0, tempoBpm }] })
export const withMeter = (bars: Bars, timeSignature: TimeSignature): Bars => ({ ...bars, timeSignature })
export const movedBy = (bars: Bars, frames: number): Bars => ({ ...bars, firstBarFrame: Math.round(bars.firstBarFrame + frames) })

/** All lines move so that the nearest bar begins at this frame. */
export const withBarAt = (bars: Bars, frame: number, take: Pick<Take, 'sampleRateHz' | 'lengthFrames'>): Bars => {
  const grid = musicalGridOf({ ...take, ...bars })
  return grid ? movedBy(bars, frame - grid.frameOfBar(Math.round(grid.barAt(frame)))) : bars
}

const tempoAt = (tempoMap: TempoMap, ticks: number): number => (tempoMap.findLast(({ atTicks }) => atTicks <= ticks) ?? tempoMap[0])?.tempoBpm ?? 120

/**
 * One bar line goes to a frame; all others stay where they are. The bars before and after it get a steady tempo of their own (for bar 0 only the
 * one after it; before it there are no bars).
 * @returns undefined where one of them would be slower than {@link SLOWEST_BPM} or faster than {@link FASTEST_BPM}
 */
export const withBarLineAt = (bars: Bars, bar: number, frame: number, sampleRateHz: number): Bars | undefined => {
  const { tempoMap, timeSignature, firstBarFrame } = bars
  const barTicks = ticksPerBar(timeSignature)
  if (bar < 0) return undefined
  const secondsOf = (line: number): number => ticksToSeconds(tempoMap, line * barTicks)
  const at = (frame - firstBarFrame) / sampleRateHz
  const tempoOver = (seconds: number): number => ((barTicks / TICKS_PER_QUARTER) * 60) / seconds
  const before = bar === 0 ? [] : [{ atTicks: (bar - 1) * barTicks, tempoBpm: tempoOver(at - secondsOf(bar - 1)) }]
  const around = [
    ...before,
    { atTicks: bar * barTicks, tempoBpm: tempoOver(secondsOf(bar + 1) - at) },
    { atTicks: (bar + 1) * barTicks, tempoBpm: tempoAt(tempoMap, (bar + 1) * barTicks) },
  ]
  if (around.some(({ tempoBpm }) => !(tempoBpm >= SLOWEST_BPM && tempoBpm <= FASTEST_BPM))) return undefined
  const first = around[0]?.atTicks ?? 0
  const last = (bar + 1) * barTicks
  const moved = [...tempoMap.filter(({ atTicks }) => atTicks < first), ...around, ...tempoMap.filter(({ atTicks }) => atTicks > last)]
  return { ...bars, tempoMap: moved, firstBarFrame: bar === 0 ? Math.round(frame) : firstBarFrame }
}
