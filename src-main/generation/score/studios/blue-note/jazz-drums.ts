import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { BarPlace, Sketch } from '../../compose/figure.ts'
import type { Meter } from '../../compose/meter.ts'

/** General MIDI keys of a small jazz kit. Of the brush kit: 38 tap, 39 slap, 40 swirl. */
export const KIT = {
  kick: 36,
  stick: 37,
  snare: 38,
  slap: 39,
  swirl: 40,
  lowTom: 45,
  midTom: 47,
  highTom: 50,
  hat: 42,
  pedal: 44,
  crash: 49,
  ride: 51,
  bell: 53,
} as const
type Piece = keyof typeof KIT

export type DrumRequest = {
  readonly meter: Meter
  readonly places: readonly BarPlace[]
  readonly random: Random
  readonly manner: 'sticks' | 'brushes' | 'bossa'
  /** bars of a drum solo (trading fours) */
  readonly isAlone: (place: BarPlace) => boolean
}

const CLAVE = [0, 3, 6, 10, 13]
/** sixteenths of a bar that the ride may add to its quarters: the skip before two and before four */
const RIDE_CELLS: readonly (readonly number[])[] = [[1, 3], [1, 3], [1], [3], [1, 3], []]

const swung = (place: BarPlace, request: DrumRequest, draw: Random): Sketch[] => {
  const { meter, manner } = request
  const beat = meter.beats[0]?.lengthTicks ?? 960
  const sketches: Sketch[] = []
  const hit = (offset: number, piece: Piece, force: number, length = 240): void =>
    void sketches.push({ at: place.startTicks + offset, length, pitch: KIT[piece], force })
  const skips = draw.fork('ride').pick(RIDE_CELLS)
  meter.beats.forEach((felt, index) => {
    const isBack = index % 2 === 1
    if (manner === 'brushes') {
      // long circles of the left hand, taps of the right
      if (!isBack) hit(felt.startTicks, 'swirl', 0.34 + 0.1 * place.energy, beat * 2)
      hit(felt.startTicks, isBack ? 'slap' : 'snare', (isBack ? 0.36 : 0.26) + 0.12 * place.energy)
      if (skips.includes(index)) hit(felt.startTicks + beat / 2, 'snare', 0.22 + 0.08 * place.energy)
    } else {
      hit(felt.startTicks, 'ride', (isBack ? 0.56 : 0.46) + 0.16 * place.energy, beat)
      if (skips.includes(index)) hit(felt.startTicks + beat / 2, 'ride', 0.38 + 0.14 * place.energy, beat)
    }
    if (isBack) hit(felt.startTicks, 'pedal', 0.52 + 0.1 * place.energy)
    // feathered: felt, hardly heard
    if (manner === 'sticks') hit(felt.startTicks, 'kick', 0.2)
    const comments = draw.fork(`left ${index}`)
    if (manner === 'sticks' && comments.chance(0.1 + 0.28 * place.energy)) {
      const piece = comments.chance(0.25) ? 'kick' : 'snare'
      hit(felt.startTicks + beat / 2, piece, piece === 'kick' ? 0.5 : 0.26 + 0.24 * comments.next())
    }
  })
  const { section, barInSection, nextSection } = place
  const isLast = barInSection === section.barCount - 1 && nextSection !== undefined
  if (isLast && manner === 'sticks') {
    // a setup into the next section: triplets down the drums, written so that swing makes them even
    const from = meter.barTicks - beat
    const pieces: Piece[] = ['snare', 'highTom', 'lowTom']
    for (const [index, offset] of [0, beat / 4, beat / 2].entries()) hit(from + offset, pieces[index] ?? 'snare', 0.46 + 0.08 * index)
  }
  if (barInSection === 0 && place.bar > 0 && manner === 'sticks' && draw.fork('crash').chance(0.5)) hit(0, 'crash', 0.4 + 0.14 * place.energy, meter.barTicks)
  return sketches
}

const bossa = (place: BarPlace, { meter }: DrumRequest): Sketch[] => {
  const step = (meter.beats[0]?.lengthTicks ?? 960) / 2
  const sketches: Sketch[] = []
  const eighths = Math.round(meter.barTicks / step)
  for (let eighth = 0; eighth < eighths; eighth++) {
    const at = place.startTicks + eighth * step
    sketches.push({ at, length: 120, pitch: KIT.hat, force: (eighth % 2 === 0 ? 0.34 : 0.26) + 0.12 * place.energy })
    // the surdo's heartbeat: one, "and" of two, three, "and" of four
    if (eighth % 4 === 0) sketches.push({ at, length: 240, pitch: KIT.kick, force: 0.54 })
    if (eighth % 4 === 3) sketches.push({ at, length: 240, pitch: KIT.kick, force: 0.42 })
    if (CLAVE.includes(eighth + (place.bar % 2) * 8)) sketches.push({ at, length: 120, pitch: KIT.stick, force: 0.48 + 0.12 * place.energy })
  }
  return sketches
}

/** Four bars alone: rolling triplets and eighths that call and answer over the drums, hi-hat keeping two and four. */
const alone = (place: BarPlace, { meter }: DrumRequest, draw: Random): Sketch[] => {
  const beat = meter.beats[0]?.lengthTicks ?? 960
  const pieces: Piece[] = ['snare', 'highTom', 'midTom', 'lowTom', 'kick']
  const sketches: Sketch[] = []
  meter.beats.forEach((felt, index) => {
    const at = place.startTicks + felt.startTicks
    if (index % 2 === 1) sketches.push({ at, length: 120, pitch: KIT.pedal, force: 0.55 })
    const grid = draw.fork(`grid ${index}`).pick([[0, 0.25, 0.5], [0, 0.25, 0.5], [0, 0.5], [0.5], [0, 0.5]])
    const piece = draw.fork(`piece ${index}`)
    for (const [stroke, part] of grid.entries())
      sketches.push({
        at: at + part * beat,
        length: 180,
        pitch: KIT[pieces[piece.weighted([3, 1.2, 1.2, 1.2, 0.8])] ?? 'snare'],
        force: (stroke === 0 ? 0.62 : 0.46) + 0.14 * piece.next(),
      })
  })
  return sketches
}

export const jazzDrums = (request: DrumRequest): Sketch[] =>
  request.places.flatMap((place) => {
    const draw = request.random.fork(`bar ${place.bar}`)
    if (request.isAlone(place)) return alone(place, request, draw)
    return request.manner === 'bossa' ? bossa(place, request) : swung(place, request, draw)
  })
