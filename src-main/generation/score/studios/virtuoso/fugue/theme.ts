import type { Key } from '../../../../../../src-shared/score/score.ts'
import { tonicOf } from '../../../compose/chord-spec.ts'
import type { Meter } from '../../../compose/meter.ts'
import type { Compass, Line, Tone } from '../counterpoint/line.ts'
import { type Stage, stageOf } from '../counterpoint/stage.ts'
import { eventTicks } from '../forms/homophony.ts'

/** A tone of a theme: ticks from its beginning, and scale steps above the tonic (0 the tonic, 4 the fifth, -3 the fifth below). */
export type ThemeTone = { readonly at: number; readonly length: number; readonly step: number }

/**
 * A theme over its own harmony: one numeral for each half of its bars. The last tone stands on the downbeat after the last bar and lasts a beat.
 * `isTonal`: the theme begins on the fifth, which an answer replaces by the tonic.
 */
export type Theme = { readonly tones: readonly ThemeTone[]; readonly numerals: readonly (readonly string[])[]; readonly isTonal: boolean }

export const beatOf = (meter: Meter): number => meter.beats[0]?.lengthTicks ?? meter.barTicks

/** One bar of stages; `splits` lets the first chord end after its first beat, where a theme ends or a countersubject begins. */
export const barStages = (startTicks: number, numerals: readonly string[], key: Key, meter: Meter, splits: boolean, home?: Key): Stage[] => {
  const beat = beatOf(meter)
  return eventTicks(numerals.length, meter).flatMap(({ at, length }, index): Stage[] => {
    const numeral = numerals[index] ?? 'I'
    const free = (from: number, ticks: number, own: Key, name = numeral): Stage => ({
      ...stageOf(startTicks + from, ticks, name, own),
      freeBass: !name.includes('/'),
    })
    if (index > 0 || !splits || length <= beat) return [free(at, length, index === 0 && home && length <= beat ? home : key)]
    return [home ? free(at, beat, home, 'I') : free(at, beat, key), free(at + beat, length - beat, key)]
  })
}

/**
 * The chords under an entry. `home`: the first beat still belongs to that key, because the theme before it ends there.
 */
export const themeStages = ({ numerals }: Theme, startTicks: number, key: Key, meter: Meter, home?: Key): Stage[] =>
  numerals.flatMap((bar, index) => barStages(startTicks + index * meter.barTicks, bar, key, meter, index === 0, index === 0 ? home : undefined))

const modulo = (value: number, base: number): number => ((value % base) + base) % base

/** The pitch of a scale step above `tonicPitch` in the scale of a chord. */
export const pitchOfStep = (step: number, tonicPitch: number, { chord }: Stage): number =>
  tonicPitch + 12 * Math.floor(step / 7) + modulo((chord.scale[modulo(step, 7)] ?? 0) - modulo(tonicPitch, 12), 12)

/** Scale step of a pitch above `tonicPitch`; undefined outside the scale of the moment. */
export const stepOfPitch = (pitch: number, tonicPitch: number, { chord }: Stage): number | undefined => {
  const index = chord.scale.indexOf(modulo(pitch, 12))
  return index < 0 ? undefined : index + 7 * Math.floor((pitch - tonicPitch) / 12)
}

const stageAt = (stages: readonly Stage[], ticks: number): Stage | undefined => stages.findLast(({ startTicks }) => startTicks <= ticks)

/** In minor the sixth degree is raised where it stands beside the raised seventh. */
const isRaisedSixth = (tones: readonly ThemeTone[], index: number, tonicPitch: number, stage: Stage): boolean => {
  const step = tones[index]?.step ?? 0
  if (modulo(step, 7) !== 5 || stage.chord.tones.includes(stage.chord.scale[5] ?? -1)) return false
  const sixth = pitchOfStep(step, tonicPitch, stage)
  return [index - 1, index + 1].some((other) => tones[other]?.step === step + 1 && pitchOfStep(step + 1, tonicPitch, stage) - sixth === 3)
}

/**
 * The theme in a key, as high as `tonicPitch` says. An answer of a tonal theme takes a whole tone less for its first tone: where the subject has
 * the fifth of home, the answer has home itself.
 */
export const themeIn = (tones: readonly ThemeTone[], startTicks: number, tonicPitch: number, stages: readonly Stage[], isTonalAnswer = false): Tone[] =>
  tones.flatMap(({ at, length, step }, index): Tone[] => {
    const stage = stageAt(stages, startTicks + at)
    if (!stage) return []
    const bend = (isRaisedSixth(tones, index, tonicPitch, stage) ? 1 : 0) - (index === 0 && isTonalAnswer ? 2 : 0)
    return [{ at: startTicks + at, length, pitch: pitchOfStep(step, tonicPitch, stage) + bend }]
  })

/** Tonics at which a theme stays inside a compass, the most comfortable first. */
export const placesIn = (tones: readonly ThemeTone[], key: Key, { low, high }: Compass, stages: readonly Stage[]): number[] => {
  const centre = (low + high) / 2
  return [1, 2, 3, 4, 5, 6, 7, 8]
    .map((octave) => octave * 12 + tonicOf(key))
    .map((tonicPitch) => ({ tonicPitch, pitches: themeIn(tones, stages[0]?.startTicks ?? 0, tonicPitch, stages).map(({ pitch }) => pitch) }))
    .filter(({ pitches }) => pitches.length > 0 && Math.min(...pitches) >= low && Math.max(...pitches) <= high)
    .toSorted((a, b) => Math.abs(mean(a.pitches) - centre) - Math.abs(mean(b.pitches) - centre))
    .map(({ tonicPitch }) => tonicPitch)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Tones as steps, for a theme that was found as pitches. */
export const asTheme = (line: Line, tonicPitch: number, stages: readonly Stage[]): ThemeTone[] | undefined => {
  const tones = line.map(({ at, length, pitch }) => {
    const stage = stageAt(stages, at)
    const step = stage && stepOfPitch(pitch, tonicPitch, stage)
    return step === undefined ? undefined : { at, length, step }
  })
  return tones.every((tone) => tone !== undefined) ? tones : undefined
}
