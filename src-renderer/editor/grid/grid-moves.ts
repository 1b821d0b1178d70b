import type { GridCorrection, Take } from '../../../src-shared/project/document.ts'
import type { TimeSignature } from '../../../src-shared/score/score.ts'
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
