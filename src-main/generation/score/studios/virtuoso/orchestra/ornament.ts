import { endOf, toneAt } from '../counterpoint/line.ts'
import { scaleStep } from '../counterpoint/stage.ts'
import type { Draft } from '../draft.ts'

/** A trill over a written tone: it begins on the upper note and ends with a turn. */
export type Trill = {
  readonly atTicks: number
  readonly lengthTicks: number
  readonly notes: readonly { readonly at: number; readonly length: number; readonly pitch: number }[]
}

/** Strokes a second of a lively trill. */
const STROKES_PER_SECOND = 11

/**
 * The trill that every galant player adds before a perfect cadence: on the melody's tone over the dominant, if it is a beat long or more and
 * steps to the tonic.
 */
export const cadentialTrills = (draft: Draft, tempoBpm: number): Trill[] => {
  const melody = draft.lines[0] ?? []
  return draft.cadences.flatMap(({ bar, kind }): Trill[] => {
    const arrival = bar * draft.meter.barTicks
    const index = melody.findLastIndex(({ at }) => at < arrival)
    const tone = melody[index]
    const goal = melody[index + 1]
    const stage = draft.stages.findLast(({ startTicks }) => startTicks < arrival)
    if (kind !== 'perfect' || !tone || !goal || !stage || goal.at !== arrival || endOf(tone) !== arrival || tone.length < 960) return []
    if (Math.abs(goal.pitch - tone.pitch) > 2 || goal.pitch === tone.pitch) return []
    const upper = scaleStep(stage, tone.pitch, 1)
    const neighbour = toneAt(draft.lines[1] ?? [], tone.at)
    if (neighbour && neighbour.pitch > tone.pitch) return []
    const stroke = Math.max(60, Math.round((960 * tempoBpm) / 60 / STROKES_PER_SECOND))
    const count = Math.max(4, Math.floor(tone.length / stroke / 2) * 2)
    const length = tone.length / count
    const notes = Array.from({ length: count }, (_, i) => ({
      at: Math.round(tone.at + i * length),
      length: Math.round(length),
      // the last two strokes turn from below
      pitch: i === count - 2 ? scaleStep(stage, tone.pitch, -1) : i % 2 === 0 ? upper : tone.pitch,
    }))
    return [{ atTicks: tone.at, lengthTicks: tone.length, notes }]
  })
}
