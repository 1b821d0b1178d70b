import type { Compass } from './line.ts'
import { leadingToneOf, seventhOf } from './rules.ts'
import { degreeClass, type Stage } from './stage.ts'

/** What a voice has already written in a stage: its pitch at the beginning, the last one before the next stage, and its extremes. */
export type Given = { readonly first: number; readonly last: number; readonly low: number; readonly high: number } | 'rest' | undefined

/** One chord as it is laid out: a pitch for every voice, undefined where it rests. */
export type Layout = readonly (number | undefined)[]
export type PricedLayout = { readonly pitches: Layout; readonly cost: number }

/** Tones of a chord that want to move: its leading tone and its seventh. */
export type Tendency = { readonly leading: number | undefined; readonly seventh: number | undefined }

const CANDIDATES = 72

export type LayoutRequest = {
  readonly stage: Stage
  /** highest voice first */
  readonly compasses: readonly Compass[]
  readonly fixed: readonly Given[]
  readonly resting: ReadonlySet<number>
  readonly widest: number
}

/** Price of a layout by itself: doublings, missing tones, wide or muddy spacing. */
const standing = (pitches: Layout, { chord }: Stage, { leading, seventh }: Tendency, isFree: readonly boolean[], widest: number): number => {
  let cost = 0
  let upper = -1
  let count = 0
  let lowest = -1
  for (let voice = 0; voice < pitches.length; voice++)
    if (pitches[voice] !== undefined) {
      count++
      lowest = voice
    }
  let [roots, thirds, leadings, sevenths] = [0, 0, 0, 0]
  let mayDouble = false
  const third = chord.tones[1]
  for (let voice = 0; voice < pitches.length; voice++) {
    const pitch = pitches[voice]
    if (pitch === undefined) continue
    const pitchClass = pitch % 12
    if (pitchClass === chord.root) roots++
    if (pitchClass === third) thirds++
    if (pitchClass === leading) leadings++
    if (pitchClass === seventh) sevenths++
    if (isFree[voice] && (pitchClass === leading || pitchClass === seventh)) mayDouble = true
    if (upper >= 0) {
      const gap = (pitches[upper] ?? 0) - pitch
      const mayJudge = isFree[upper] || isFree[voice]
      if (gap < 0) cost += mayJudge ? 900 : 4
      if (gap === 0) cost += 3
      if (voice !== lowest && gap > widest && count > 2 && mayJudge) cost += 900
      if (voice === lowest && gap > 19) cost += (gap - 19) * 1.5
      if (pitch < 48 && gap < 7) cost += 3
    }
    upper = voice
  }
  if (mayDouble) cost += (leadings > 1 ? 60 : 0) + (sevenths > 1 ? 60 : 0)
  if (third !== undefined && count > 1 && thirds === 0) cost += count > 2 ? 40 : 9
  if (count > 2 && roots === 0) cost += 25
  if (seventh !== undefined && count > 2 && sevenths === 0) cost += 8
  if (count > 3 && thirds > 1 && chord.bass !== chord.root) cost += 2
  return cost
}

const classesFor = ({ chord, freeBass }: Stage, isLowest: boolean): readonly number[] => {
  if (!isLowest) return chord.tones
  // a diminished triad stands on its third, others on root or third
  return freeBass ? (/^viio?$|^iio$/.test(chord.roman) ? chord.tones.slice(1, 2) : chord.tones.slice(0, 2)) : [chord.bass]
}

/** Layouts of a chord with the voices that are written already in place, best first. */
export const layoutsOf = ({ stage, compasses, fixed, resting, widest }: LayoutRequest): PricedLayout[] => {
  const isFree = fixed.map((own, voice) => own === undefined && !resting.has(voice))
  const tendency = { leading: leadingToneOf(stage.chord), seventh: seventhOf(stage.chord) }
  const lowest = compasses.findLastIndex((_, voice) => fixed[voice] !== 'rest' && !resting.has(voice))
  const found: PricedLayout[] = []
  const pitches: (number | undefined)[] = compasses.map(() => undefined)
  const place = (voice: number, floor: number): void => {
    if (voice < 0) {
      const cost = standing(pitches, stage, tendency, isFree, widest)
      if (cost < 800) found.push({ pitches: [...pitches], cost })
      return
    }
    const own = fixed[voice]
    if (own === 'rest' || resting.has(voice)) {
      pitches[voice] = undefined
      place(voice - 1, floor)
      return
    }
    if (own !== undefined) {
      pitches[voice] = own.first
      place(voice - 1, Math.max(floor, own.high))
      return
    }
    const compass = compasses[voice] as Compass
    const wanted = voice === 0 && stage.top !== undefined ? [degreeClass(stage, stage.top)] : classesFor(stage, voice === lowest)
    const ceiling = compasses.findLastIndex((_, upper) => upper < voice && typeof fixed[upper] === 'object')
    const upper = fixed[ceiling]
    const high = Math.min(compass.high, typeof upper === 'object' ? upper.low : 127)
    for (let pitch = Math.max(compass.low, floor); pitch <= high; pitch++) {
      if (!wanted.includes(pitch % 12)) continue
      pitches[voice] = pitch
      place(voice - 1, pitch)
    }
  }
  place(compasses.length - 1, 0)
  return found.toSorted((a, b) => a.cost - b.cost).slice(0, CANDIDATES)
}
