import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { BarPlace, Sketch, Slot } from '../../compose/figure.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import type { Meter } from '../../compose/meter.ts'
import { registerOf, rootlessVoicing, type VoicingKind } from './rootless-voicing.ts'

/** A bar's strokes in eighths (0 = one, 7 = the "and" of four). A stroke on 7 belongs to the next bar's chord. */
type Cell = { readonly strokes: readonly number[]; readonly weight: number }

const SWING: readonly Cell[] = [
  // Charleston, and turned around
  { strokes: [0, 3], weight: 1 },
  { strokes: [1, 4], weight: 0.6 },
  // "and" of two and of four, as Red Garland placed them
  { strokes: [3, 7], weight: 1 },
  { strokes: [3], weight: 0.8 },
  { strokes: [7], weight: 0.8 },
  { strokes: [2, 5], weight: 0.5 },
  { strokes: [0, 3, 6], weight: 0.5 },
  { strokes: [1, 3, 7], weight: 0.4 },
  { strokes: [5], weight: 0.4 },
  { strokes: [], weight: 0.25 },
]
/** Two bars of guitar, as in Rio: long and pushed. */
const BOSSA: readonly (readonly number[])[] = [
  [0, 3, 6],
  [1, 4, 7],
]

export type CompRequest = {
  readonly meter: Meter
  readonly places: readonly BarPlace[]
  readonly slots: readonly Slot[]
  readonly random: Random
  readonly manner: 'swing' | 'ballad' | 'bossa' | 'four-to-the-bar'
  readonly kind: VoicingKind
  /** of the instrument */
  readonly range: { readonly low: number; readonly high: number }
}

const cellFor = (place: BarPlace, { manner, random }: CompRequest): readonly number[] => {
  if (manner === 'four-to-the-bar') return [0, 2, 4, 6]
  if (manner === 'bossa') return BOSSA[place.bar % 2] ?? [0]
  const draw = random.fork(`bar ${place.bar}`)
  if (manner === 'ballad') return draw.pick([[0], [0, 5], [0, 4], [0, 7]])
  const wanted = 1 + 1.6 * place.energy
  return SWING[draw.weighted(SWING.map(({ strokes, weight }) => weight * Math.exp(-((strokes.length - wanted) ** 2) / 1.2)))]?.strokes ?? [0]
}

/** Chords that answer: short pushes and long holds in the pianist's middle register; a stroke just before a change already has the new chord. */
export const comp = (request: CompRequest): Sketch[] => {
  const { meter, places, slots, random, manner, kind } = request
  const voicings = new Map<Slot, readonly number[]>()
  let previous: readonly number[] | undefined
  for (const slot of slots) {
    previous = rootlessVoicing(slot.chord, previous, kind, registerOf(kind, request.range))
    voicings.set(slot, previous)
  }
  const beat = meter.beats[0]?.lengthTicks ?? 960
  const eighths = Math.round(meter.barTicks / (beat / 2))
  const strokes = places.flatMap((place) => {
    const cell = cellFor(place, request).filter((stroke) => stroke < eighths)
    return cell.map((stroke) => ({ at: place.startTicks + (stroke * beat) / 2, place, isOff: stroke % 2 === 1 }))
  })
  const end = (places.at(-1)?.startTicks ?? 0) + meter.barTicks
  return strokes.flatMap(({ at, place, isOff }, index) => {
    const draw = random.fork(`stroke ${at}`)
    // anticipation: the chord of the beat that follows
    const slot = slotAtTicks(slots, isOff ? at + beat / 2 : at)
    const next = strokes[index + 1]?.at ?? end
    const until = Math.min(next, slot.startTicks + slot.lengthTicks)
    const room = Math.max(beat / 4, until - at - 40)
    const isLong = manner === 'ballad' || (manner === 'swing' && draw.chance(0.35)) || (manner === 'bossa' && draw.chance(0.6))
    const length = manner === 'four-to-the-bar' ? beat * 0.6 : isLong ? room : Math.min(room, isOff ? beat * 0.36 : beat * 0.55)
    const force = (0.34 + 0.16 * place.energy + (isOff ? 0.05 : 0)) * (0.92 + 0.16 * draw.next())
    const voicing = voicings.get(slot) ?? []
    const heard = manner === 'four-to-the-bar' ? voicing.slice(0, 3) : voicing
    return heard.map(
      (pitch, voice): Sketch => ({
        at,
        length,
        pitch,
        force: force * (voice === heard.length - 1 ? 1.05 : 1),
        spreadTicks: manner === 'ballad' ? voice * 26 : kind === 'drop-2' ? voice * 12 : 0,
      }),
    )
  })
}
