import type { ChordSpec } from '../../../compose/chord-spec.ts'
import type { Slot } from '../../../compose/figure.ts'
import { type Compass, endOf, indexAt, intervalClass, type Line, type Tone } from './line.ts'

/**
 * The rules of part writing as the textbooks give them (Fux, Gradus ad Parnassum, 1725; Piston, Harmony, 1941, chapters 2-7;
 * Kennan, Counterpoint, for what instruments may do). Chords are known, so a dissonance is a tone outside its chord.
 *
 * - `parallel`: two voices move from a perfect fifth, octave or unison into the same interval, also by contrary motion
 * - `direct`: outer voices reach a perfect interval in the same direction while the upper one leaps
 * - `crossing`, `spacing`, `range`: order of the voices, at most `widest` between neighbours above the lowest voice, compass
 * - `leap`: a melodic tritone, seventh or more than an octave; in the strict manner more than a sixth short of the octave
 * - `leading-tone`: the third of a dominant in an outer voice rises when the dominant resolves
 * - `seventh`: a chord's seventh falls by step, or stays
 * - `dissonance`: a tone outside the chord passes, is a neighbour or anticipates; galant melodies may also leap to or from it
 * - `suspension`: a tone held into a chord where it is foreign falls by step inside that chord (a held lowest voice may be a pedal)
 * - `fourth`: where only two voices sound, a fourth on a chord's beginning
 */
export type Rule = 'parallel' | 'direct' | 'crossing' | 'spacing' | 'range' | 'leap' | 'leading-tone' | 'seventh' | 'dissonance' | 'suspension' | 'fourth'

/** `strict` is fugal writing; `galant` lets the melody have appoggiaturas and escapes. */
export type Manner = 'strict' | 'galant'

export type Texture = {
  /** highest voice first */
  readonly voices: readonly Line[]
  readonly stages: readonly Slot[]
  readonly manner: Manner
  readonly compasses?: readonly Compass[]
  /** semitones between neighbours above the lowest voice; none when left out */
  readonly widest?: number
}

/** `voices` are indices of the texture. */
export type Fault = { readonly rule: Rule; readonly atTicks: number; readonly voices: readonly number[] }

/** A rest shorter than this does not interrupt the motion of a voice. */
const BREATH_TICKS = 480

const isPerfect = (interval: number): boolean => interval === 0 || interval === 7
const isStep = (from: number, to: number): boolean => {
  const size = Math.abs(to - from)
  return size === 1 || size === 2
}

/** The leading tone of a dominant chord (V, V7, viio), by its numeral. */
export const leadingToneOf = ({ roman, root, tones }: ChordSpec): number | undefined => {
  if (/^V(?!I)/.test(roman)) return tones.find((tone) => (tone - root + 12) % 12 === 4)
  return /^vii(?!.*\bb)/.test(roman) ? root : undefined
}
/** The tone that has to fall: a chord's seventh, and the fifth of a diminished triad on the leading tone. */
export const seventhOf = ({ root, tones }: ChordSpec): number | undefined => {
  const above = (tone: number): number => (tone - root + 12) % 12
  return tones.find(
    (tone) => above(tone) === 10 || above(tone) === 11 || (above(tone) === 9 && tones.length === 4 && tones.some((other) => above(other) === 6)),
  )
}
/** True when the second chord answers the first one's dominant: its root a fourth up (or a step up from viio). */
export const resolves = (from: ChordSpec, to: ChordSpec): boolean => {
  const leading = leadingToneOf(from)
  return leading !== undefined && to.tones.includes((leading + 1) % 12) && to.root === (leading + 1) % 12
}

const stageIndexAt = (stages: readonly Slot[], ticks: number): number => {
  let low = 0
  let high = stages.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stages[middle] as Slot).startTicks <= ticks) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

const neighbours = (line: Line, index: number): { before: Tone | undefined; after: Tone | undefined } => {
  const tone = line[index] as Tone
  const before = line[index - 1]
  const after = line[index + 1]
  return {
    before: before && endOf(before) + BREATH_TICKS > tone.at ? before : undefined,
    after: after && endOf(tone) + BREATH_TICKS > after.at ? after : undefined,
  }
}

/** Where a tone stands outside its chord, is it one of the figures that the manner allows? */
const isFigure = (line: Line, index: number, stage: Slot, next: Slot | undefined, isMelody: boolean, manner: Manner): boolean => {
  const tone = line[index] as Tone
  const { before, after } = neighbours(line, index)
  const stepsOut = after !== undefined && isStep(tone.pitch, after.pitch)
  if (before && stepsOut && isStep(before.pitch, tone.pitch)) return manner === 'galant' || tone.at > stage.startTicks
  if (before?.pitch === tone.pitch && after && after.pitch < tone.pitch && stepsOut) return true
  const isShort = tone.length <= 960
  if (after?.pitch === tone.pitch && isShort && next?.chord.tones.includes(tone.pitch % 12) && after.at >= next.startTicks) return true
  if (!isMelody || manner === 'strict') return false
  // an appoggiatura resolves down; an escape leaves against the step that brought it
  if (stepsOut && after && after.pitch < tone.pitch) return true
  return (
    before !== undefined &&
    after !== undefined &&
    isStep(before.pitch, tone.pitch) &&
    Math.sign(tone.pitch - before.pitch) === -Math.sign(after.pitch - tone.pitch)
  )
}

const melodicFaults = (texture: Texture, voice: number, from: number, to: number, faults: Fault[]): void => {
  const { voices, stages, manner, compasses } = texture
  const line = voices[voice] as Line
  const compass = compasses?.[voice]
  const isLowest = voice === voices.length - 1
  for (let index = Math.max(0, indexAt(line, from)); index < line.length; index++) {
    const tone = line[index] as Tone
    if (tone.at >= to) break
    const report = (rule: Rule, atTicks = tone.at): number => (atTicks >= from ? faults.push({ rule, atTicks, voices: [voice] }) : 0)
    if (compass && (tone.pitch < compass.low || tone.pitch > compass.high)) report('range')
    const { before, after } = neighbours(line, index)
    if (before) {
      const size = Math.abs(tone.pitch - before.pitch)
      const inChord = manner === 'galant' && stages[stageIndexAt(stages, tone.at)]?.chord.tones.includes(before.pitch % 12)
      if (size > 12 || ((size === 6 || size === 10 || size === 11) && !inChord) || (manner === 'strict' && size > 9 && size < 12)) report('leap')
    }
    for (let i = stageIndexAt(stages, tone.at); i < stages.length; i++) {
      const stage = stages[i] as Slot
      if (stage.startTicks >= endOf(tone)) break
      const next = stages[i + 1]
      const pitchClass = tone.pitch % 12
      const stageEnd = stage.startTicks + stage.lengthTicks
      const isForeign = !stage.chord.tones.includes(pitchClass)
      if (isForeign && tone.at >= stage.startTicks && !isFigure(line, index, stage, next, voice === 0, manner)) report('dissonance')
      if (isForeign && tone.at < stage.startTicks) {
        const falls = after !== undefined && after.pitch < tone.pitch && isStep(tone.pitch, after.pitch) && after.at < stageEnd
        if (!falls && !(isLowest && endOf(tone) >= stageEnd)) report('suspension', stage.startTicks)
      }
      const leaves = after && endOf(tone) + BREATH_TICKS > stageEnd && after.at >= stageEnd ? after : undefined
      if (!leaves || isForeign || !next || next.startTicks > leaves.at) continue
      if (pitchClass === seventhOf(stage.chord) && next.chord.root !== stage.chord.root && endOf(tone) <= leaves.at) {
        const fall = tone.pitch - leaves.pitch
        if (fall !== 0 && fall !== 1 && fall !== 2) report('seventh', leaves.at)
      }
      if (
        (voice === 0 || isLowest) &&
        pitchClass === leadingToneOf(stage.chord) &&
        resolves(stage.chord, next.chord) &&
        leaves.at < next.startTicks + next.lengthTicks
      ) {
        const rise = leaves.pitch - tone.pitch
        if (rise !== 1 && rise !== 0) report('leading-tone', leaves.at)
      }
    }
  }
}

const verticalFaults = (texture: Texture, only: number | undefined, from: number, to: number, faults: Fault[]): void => {
  const { voices, stages, widest } = texture
  const moments = new Set<number>()
  for (const line of voices)
    for (let index = Math.max(0, indexAt(line, from)); index < line.length && (line[index] as Tone).at < to; index++)
      if ((line[index] as Tone).at >= from) moments.add((line[index] as Tone).at)
  for (const at of [...moments].toSorted((a, b) => a - b)) {
    const indices = voices.map((line) => indexAt(line, at))
    const sounding = voices.map((line, voice) => {
      const tone = line[indices[voice] as number]
      return tone && endOf(tone) > at ? tone : undefined
    })
    const active = voices.map((_, voice) => voice).filter((voice) => sounding[voice] !== undefined)
    const [top, bottom] = [active[0], active.at(-1)]
    active.forEach((upper, place) => {
      for (const lower of active.slice(place + 1)) {
        if (only !== undefined && upper !== only && lower !== only) continue
        const [u, l] = [sounding[upper] as Tone, sounding[lower] as Tone]
        const pair = [upper, lower]
        if (u.pitch < l.pitch) faults.push({ rule: 'crossing', atTicks: at, voices: pair })
        if (widest !== undefined && active.length > 2 && lower === active[place + 1] && lower !== bottom && u.pitch - l.pitch > widest)
          faults.push({ rule: 'spacing', atTicks: at, voices: pair })
        if (active.length === 2 && intervalClass(u.pitch, l.pitch) === 5) {
          const stage = stages[stageIndexAt(stages, at)]
          if (stage?.startTicks === at && [u, l].every(({ pitch, at: start }) => start === at && stage.chord.tones.includes(pitch % 12)))
            faults.push({ rule: 'fourth', atTicks: at, voices: pair })
        }
        if (u.at !== at || l.at !== at) continue
        const before = [voices[upper]?.[(indices[upper] as number) - 1], voices[lower]?.[(indices[lower] as number) - 1]] as const
        const [b, c] = before
        if (!b || !c || endOf(b) + BREATH_TICKS <= at || endOf(c) + BREATH_TICKS <= at || b.pitch === u.pitch || c.pitch === l.pitch) continue
        const interval = intervalClass(u.pitch, l.pitch)
        if (!isPerfect(interval)) continue
        if (intervalClass(b.pitch, c.pitch) === interval) faults.push({ rule: 'parallel', atTicks: at, voices: pair })
        else if (upper === top && lower === bottom && Math.sign(u.pitch - b.pitch) === Math.sign(l.pitch - c.pitch) && Math.abs(u.pitch - b.pitch) > 2)
          faults.push({ rule: 'direct', atTicks: at, voices: pair })
      }
    })
  }
}

/**
 * Everything that a strict reader would mark between two moments. `only` looks at what concerns one voice.
 * Cost: linear in the tones of the span; a bar of four voices takes about 20 microseconds.
 */
export const faultsIn = (texture: Texture, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, only?: number): Fault[] => {
  const faults: Fault[] = []
  texture.voices.forEach((_, voice) => {
    if (only === undefined || voice === only) melodicFaults(texture, voice, from, to, faults)
  })
  verticalFaults(texture, only, from, to, faults)
  return faults.toSorted((a, b) => a.atTicks - b.atTicks)
}
