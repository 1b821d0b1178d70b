import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { tag, type Xml } from '../xml.ts'
import { STEPS_PER_QUARTER } from './notation.ts'

/** Letters by fifths upwards from F. */
const LETTERS = ['F', 'C', 'G', 'D', 'A', 'E', 'B']
/** How many fifths below its signature a key still spells: a major key down to its lowered third, a minor one less, but up to what leads to its dominant. */
const FLAT_SIDE = { major: 3, minor: 2 } as const

/** What every sign on the page is placed and spelled by. */
export type Page = { readonly score: Score; readonly accidentals: number; readonly barSteps: number; readonly barTicks: number }

/** A pitch class as this key spells it: G minor has F sharp and E flat. */
export const spelled = (pitchClass: number, { accidentals, score }: Page): readonly [step: string, alter: number] => {
  const lowest = accidentals - FLAT_SIDE[score.key.mode === 'minor' ? 'minor' : 'major']
  const fifths = lowest + ((((pitchClass * 7 - lowest) % 12) + 12) % 12)
  // F is one fifth below C
  return [LETTERS[(((fifths + 1) % 7) + 7) % 7] ?? 'C', Math.floor((fifths + 1) / 7)]
}

export const pitched = (name: string, step: string, alter: number, ...rest: readonly Xml[]): Xml =>
  tag(
    name,
    {},
    tag(`${name === 'pitch' ? '' : `${name}-`}step`, {}, step),
    alter === 0 ? undefined : tag(`${name === 'pitch' ? '' : `${name}-`}alter`, {}, alter),
    rest,
  )

export const stepsIntoBar = (ticks: number, bar: number, { barTicks }: Page): number =>
  Math.round(((ticks - bar * barTicks) * STEPS_PER_QUARTER) / TICKS_PER_QUARTER)
export const offset = (steps: number) => (steps === 0 ? undefined : tag('offset', {}, steps))

export const inBar = <T>(items: readonly T[], ticksOf: (item: T) => number, bar: number, { barTicks }: Page): readonly T[] =>
  items.filter((item) => Math.floor(ticksOf(item) / barTicks) === bar)
