import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { MelodyTaste } from '../styles/taste.ts'
import { type Meter, STEP_TICKS } from './meter.ts'

/** One bar's idea: onsets from the bar line, and how many scale steps each note lies above the first. */
export type Motif = { readonly notes: readonly { readonly offset: number; readonly length: number; readonly step: number }[] }

/** Onsets inside one beat, in sixteenths. The empty cell ties the last note over. */
const QUARTER_CELLS: readonly (readonly number[])[] = [[0], [0, 2], [0, 3], [0, 2, 3], [0, 1, 2], [2], [3], [], [0, 1, 2, 3], [0, 1, 3], [1, 2]]
const DOTTED_CELLS: readonly (readonly number[])[] = [[0], [0, 4], [0, 2, 4], [0, 3], [2, 4], [], [0, 2], [4], [0, 3, 4]]

const cellWeight = (cell: readonly number[], wanted: number, syncopation: number, place: 'first' | 'middle' | 'last'): number => {
  const offBeat = cell.length > 0 && cell[0] !== 0
  const fine = cell.some((step) => step % 2 === 1)
  let weight = Math.exp(-((cell.length - wanted) ** 2) / 0.7)
  if (offBeat) weight *= 0.15 + syncopation
  if (fine) weight *= 0.1 + syncopation * 0.9
  if (place === 'first' && cell.length === 0) weight *= 0.08
  if (place === 'first' && offBeat) weight *= 0.5
  if (place === 'last' && cell.length > 1) weight *= 0.7
  return weight
}

const rhythm = (meter: Meter, density: number, syncopation: number, random: Random): number[] => {
  const onsets: number[] = []
  meter.beats.forEach((beat, index) => {
    const steps = Math.round(beat.lengthTicks / STEP_TICKS)
    const cells = (steps >= 6 ? DOTTED_CELLS : QUARTER_CELLS).filter((cell) => cell.every((step) => step < steps))
    const place = index === 0 ? 'first' : index === meter.beats.length - 1 ? 'last' : 'middle'
    const wanted = density * (beat.lengthTicks / 960)
    const cell = cells[random.weighted(cells.map((entry) => cellWeight(entry, wanted, syncopation, place)))] ?? [0]
    onsets.push(...cell.map((step) => beat.startTicks + step * STEP_TICKS))
  })
  return onsets.length > 0 ? onsets : [0]
}

type Shape = 'rise' | 'fall' | 'arch' | 'dip' | 'turn' | 'leapFall'
const SHAPES: readonly Shape[] = ['rise', 'fall', 'arch', 'dip', 'turn', 'leapFall']

/** Step to the next note of a shape at position 0..1. */
const stepOf = (shape: Shape, position: number, index: number, random: Random): number => {
  const small = random.chance(0.72) ? 1 : 2
  if (shape === 'rise') return random.chance(0.82) ? small : -1
  if (shape === 'fall') return random.chance(0.82) ? -small : 1
  if (shape === 'arch') return position < 0.55 ? small : -small
  if (shape === 'dip') return position < 0.5 ? -small : small
  if (shape === 'turn') return index % 2 === 0 ? small : -small
  return index === 0 ? 3 + random.int(0, 2) : random.chance(0.85) ? -1 : 1
}

/** Draws a motif: a singable shape with at most one leap, on a rhythm of the asked density (notes a quarter). */
export const drawMotif = (meter: Meter, taste: MelodyTaste, density: number, random: Random, adventure = 0): Motif => {
  const onsets = rhythm(
    meter,
    density * (1 + (random.next() - 0.5) * (0.3 + adventure)),
    Math.min(1, taste.syncopation + adventure * 0.4),
    random.fork('rhythm'),
  )
  const contour = random.fork('contour')
  const shapes = SHAPES.filter((shape) => shape !== 'leapFall' || contour.chance(taste.leap + adventure * 0.4))
  const shape = contour.pick(shapes)
  let step = 0
  const notes = onsets.map((offset, index) => {
    const end = onsets[index + 1] ?? meter.barTicks
    if (index > 0) {
      const repeated = contour.chance(0.14)
      step += repeated ? 0 : stepOf(shape, index / onsets.length, index - 1, contour) * (contour.chance(adventure * 0.25) ? 2 : 1)
    }
    step = Math.max(-6, Math.min(6, step))
    return { offset, length: Math.min(end - offset, 960 * 2), step }
  })
  return { notes }
}

/** What may happen to a motif when it comes back. */
export type Transform = 'exact' | 'sequence' | 'invert' | 'fragment' | 'answer' | 'cadence' | 'rest' | 'hold'

export const transformed = (motif: Motif, transform: Transform, meter: Meter): Motif => {
  const { notes } = motif
  if (transform === 'invert') return { notes: notes.map((note) => ({ ...note, step: -note.step })) }
  if (transform === 'fragment') {
    const half = meter.beats[Math.ceil(meter.beats.length / 2)]?.startTicks ?? meter.barTicks / 2
    const head = notes.filter((note) => note.offset < half)
    const kept = head.length > 0 ? head : notes.slice(0, 1)
    const cut = kept.map((note) => ({ ...note, length: Math.min(note.length, half - note.offset) })).filter((note) => note.length > 0)
    const again = cut.map((note) => ({ ...note, offset: note.offset + half, step: note.step + 1 })).filter((note) => note.offset < meter.barTicks)
    return { notes: [...cut, ...again.map((note) => ({ ...note, length: Math.min(note.length, meter.barTicks - note.offset) }))] }
  }
  if (transform === 'answer') {
    const last = notes.at(-1)?.step ?? 0
    return {
      notes: notes.map((note, index) => ({
        ...note,
        step: index < notes.length / 2 ? note.step : note.step - last - 1 + Math.round((last * (notes.length - 1 - index)) / notes.length),
      })),
    }
  }
  return motif
}
