import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { BarPlace, Sketch, Slot } from '../../compose/figure.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import { type Meter, STEP_TICKS } from '../../compose/meter.ts'
import { PICKS_PER_SECOND } from './fretboard.ts'

const classOf = (pitch: number): number => ((pitch % 12) + 12) % 12

/** The note `steps` scale steps above (or below) in the scale of the moment. */
export const diatonicStep = (pitch: number, steps: number, scale: readonly number[]): number => {
  let at = pitch
  const direction = Math.sign(steps)
  for (let left = Math.abs(steps); left > 0; ) {
    at += direction
    if (scale.includes(classOf(at))) left--
  }
  return at
}

/** The twin lead: the same line a third above, in the scale of each moment. */
export const inThirds = (line: readonly Sketch[], slots: readonly Slot[], range: { readonly low: number; readonly high: number }): Sketch[] =>
  line.map((note) => {
    const { scale } = slotAtTicks(slots, note.at).chord
    const above = diatonicStep(note.pitch, 2, scale)
    return { ...note, pitch: above <= range.high ? above : diatonicStep(note.pitch, -2, scale), force: note.force * 0.94 }
  })

export type SoloRequest = {
  readonly meter: Meter
  readonly tempoBpm: number
  readonly places: readonly BarPlace[]
  readonly slots: readonly Slot[]
  readonly range: { readonly low: number; readonly high: number }
  readonly random: Random
}

type Cell = 'run' | 'sequence' | 'arpeggio' | 'cry' | 'sing'
/** Four bars: something sung, something fast, something faster, a long bent note. */
const PLANS: readonly (readonly Cell[])[] = [
  ['sing', 'run', 'sequence', 'cry'],
  ['cry', 'sequence', 'arpeggio', 'sing'],
  ['run', 'sing', 'arpeggio', 'cry'],
]

const nearest = (classes: readonly number[], target: number, { low, high }: SoloRequest['range']): number => {
  let best = Math.round(target)
  let cost = Number.POSITIVE_INFINITY
  for (let pitch = low; pitch <= high; pitch++) {
    if (!classes.includes(classOf(pitch)) || Math.abs(pitch - target) >= cost) continue
    best = pitch
    cost = Math.abs(pitch - target)
  }
  return best
}

/** A metal solo: scale runs and sequences of four, arpeggios over the chord, and notes that are bent and held; never faster than a picking hand. */
export const shred = ({ meter, tempoBpm, places, slots, range, random }: SoloRequest): Sketch[] => {
  const sketches: Sketch[] = []
  const stride = tempoBpm / 15 > PICKS_PER_SECOND - 1 ? 2 : 1
  const steps = Math.round(meter.barTicks / STEP_TICKS)
  let last = (range.low + range.high) / 2
  const add = (place: BarPlace, step: number, length: number, pitch: number): void => {
    const inside = Math.max(range.low, Math.min(range.high, pitch))
    sketches.push({
      at: place.startTicks + step * STEP_TICKS,
      length: length * STEP_TICKS - 15,
      pitch: inside,
      force: 0.62 + (step % 4 === 0 ? 0.1 : 0) + 0.1 * place.energy,
    })
    last = inside
  }
  places.forEach((place, index) => {
    const plan = random.fork(`plan ${Math.floor(index / 4)}`).pick(PLANS)
    const cell = plan[index % 4] ?? 'sing'
    const draw = random.fork(`bar ${place.bar}`)
    const at = (step: number): Slot['chord'] => slotAtTicks(slots, place.startTicks + step * STEP_TICKS).chord
    const middle = (range.low + range.high) / 2
    if (cell === 'cry') {
      const high = nearest(at(0).tones, Math.min(range.high - 2, last + 5 + draw.int(0, 4)), range)
      add(place, 0, Math.max(2, steps - 4), high)
      return
    }
    if (cell === 'sing') {
      for (const [step, length] of draw.pick([
        [
          [0, 4],
          [4, 2],
          [6, 2],
          [8, 6],
        ],
        [
          [0, 3],
          [3, 3],
          [6, 4],
          [10, 4],
        ],
        [
          [2, 2],
          [4, 4],
          [8, 2],
          [10, 6],
        ],
      ] as const)) {
        if (step >= steps) break
        const tones = step % 8 === 0 ? at(step).tones : at(step).scale
        add(place, step, Math.min(length, steps - step), nearest(tones, last + (last > middle ? -1 : 1) * draw.int(1, 5), range))
      }
      return
    }
    let direction = last > middle ? -1 : 1
    for (let step = 0; step < steps; step += stride) {
      const { scale, tones } = at(step)
      if (step % 4 === 0) {
        const start = nearest(step === 0 ? tones : scale, last + (cell === 'sequence' && step > 0 ? -direction * 3 : direction * 2), range)
        if (start >= range.high - 7) direction = -1
        if (start <= range.low + 7) direction = 1
        add(place, step, stride, start)
      } else if (cell === 'arpeggio') add(place, step, stride, nearest(tones, last + direction * 3.6, range))
      else {
        const next = diatonicStep(last, direction, scale)
        if (next > range.high || next < range.low) direction = -direction
        add(place, step, stride, diatonicStep(last, direction, scale))
      }
    }
  })
  return sketches
}
