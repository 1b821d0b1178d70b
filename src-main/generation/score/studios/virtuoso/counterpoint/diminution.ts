import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { Tone } from './line.ts'
import { type Stage, scaleStep } from './stage.ts'

/**
 * A diminution: how a held tone is broken into smaller ones. Steps, in the order they are played:
 * `S` the tone itself, `u`/`l` its upper and lower neighbour, `p` one scale step from the last note toward the next held tone,
 * `c`/`d` the next chord tone above and below, `a` an appoggiatura from above.
 */
export type Step = 'S' | 'u' | 'l' | 'p' | 'c' | 'd' | 'a'
export type Cell = readonly { readonly ticks: number; readonly step: Step }[]

const EIGHTH = 480

/** Ways to fill a length (in eighths) with `count` notes, as musicians write them: whole eighths while they last, long before short. */
const rhythm = (eighths: number, count: number, random: Random): number[] => {
  if (count <= 1) return [eighths]
  const unit = count <= eighths && eighths % 1 === 0 ? 1 : 0.5
  const units = eighths / unit
  const lengths = Array.from({ length: count }, () => Math.floor(units / count))
  const left = units - Math.floor(units / count) * count
  const isAlternating = left > 1 && random.chance(0.5)
  for (let i = 0; i < left; i++) lengths[isAlternating ? (i * 2) % count : 0] = (lengths[isAlternating ? (i * 2) % count : 0] ?? 0) + 1
  const [first = 1, second = 1] = lengths
  // dotted: the first note takes half of the second
  if (unit === 1 && second === 1 && first === 1 && count === 2 && random.chance(0.35)) return [1.5, 0.5]
  if (unit === 1 && second === 2 && first % 2 === 0 && random.chance(0.35)) return [first + 1, 1, ...lengths.slice(2)].map((length) => length * unit)
  return lengths.map((length) => length * unit)
}

const STEPS: Readonly<Record<number, readonly (readonly Step[])[]>> = {
  1: [['S']],
  2: [
    ['S', 'p'],
    ['a', 'S'],
    ['S', 'c'],
    ['S', 'd'],
    ['S', 'S'],
  ],
  3: [
    ['S', 'u', 'S'],
    ['S', 'p', 'p'],
    ['S', 'c', 'p'],
    ['a', 'S', 'p'],
    ['S', 'd', 'S'],
    ['S', 'l', 'S'],
    ['S', 'c', 'd'],
  ],
  4: [
    ['S', 'u', 'S', 'p'],
    ['S', 'l', 'S', 'c'],
    ['S', 'c', 'S', 'p'],
    ['S', 'p', 'p', 'p'],
    ['S', 'd', 'S', 'p'],
    ['a', 'S', 'l', 'S'],
    ['S', 'u', 'S', 'l'],
  ],
  5: [
    ['S', 'u', 'S', 'l', 'S'],
    ['S', 'c', 'S', 'd', 'S'],
    ['S', 'l', 'S', 'p', 'p'],
  ],
  6: [
    ['S', 'u', 'S', 'l', 'S', 'p'],
    ['S', 'c', 'd', 'S', 'u', 'S'],
    ['S', 'l', 'S', 'c', 'S', 'p'],
  ],
}
const MOST_NOTES = 6

/** A cell for a length, with about `density` notes a quarter. */
export const drawCell = (lengthTicks: number, density: number, random: Random): Cell => {
  const eighths = Math.max(1, Math.round((lengthTicks / EIGHTH) * 2) / 2)
  const wanted = (density * eighths) / 2
  const count = Math.max(1, Math.min(MOST_NOTES, Math.floor(eighths * 2), Math.round(wanted + (random.next() - 0.5) * 0.9)))
  const lengths = rhythm(eighths, count, random)
  const steps = random.pick(STEPS[count] ?? [['S' as const]])
  return steps.map((step, index) => ({ step, ticks: Math.round((lengths[index] ?? 1) * EIGHTH) }))
}

export const held = (lengthTicks: number): Cell => [{ step: 'S', ticks: lengthTicks }]

const chordStep = ({ chord }: Stage, pitch: number, direction: 1 | -1): number => {
  for (let size = 2; size <= 9; size++) if (chord.tones.includes((((pitch + direction * size) % 12) + 12) % 12)) return pitch + direction * size
  return pitch
}

/**
 * Plays a cell over a held tone. `next` is the tone that follows; passing notes that would not lead there are left to the rules to refuse.
 * The result fills the stage exactly.
 */
export const broken = (cell: Cell, pitch: number, next: number | undefined, stage: Stage): Tone[] => {
  const tones: Tone[] = []
  let at = stage.startTicks
  let last = pitch
  for (const { step, ticks } of cell) {
    const toward = next === undefined || next === last ? -1 : next > last ? 1 : -1
    if (step === 'S') last = pitch
    else if (step === 'u' || step === 'a') last = scaleStep(stage, pitch, 1)
    else if (step === 'l') last = scaleStep(stage, pitch, -1)
    else if (step === 'c') last = chordStep(stage, pitch, 1)
    else if (step === 'd') last = chordStep(stage, pitch, -1)
    else last = scaleStep(stage, last, toward)
    tones.push({ at, length: ticks, pitch: last })
    at += ticks
  }
  const end = stage.startTicks + stage.lengthTicks
  const final = tones.at(-1)
  return final ? [...tones.slice(0, -1), { ...final, length: Math.max(1, end - final.at) }].filter((tone) => tone.at < end) : []
}
