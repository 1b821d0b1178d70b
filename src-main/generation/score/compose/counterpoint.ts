import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { BarPlace, Sketch, Slot } from './figure.ts'
import { slotAtTicks } from './harmony.ts'
import type { Meter } from './meter.ts'

const modulo12 = (value: number): number => ((value % 12) + 12) % 12

/** The nearest note a third to a sixth below that the chord, or else the scale of the moment, has. */
const below = (pitch: number, slot: Slot, low: number): number | undefined => {
  const tones = [3, 4, 5, 8, 9].map((gap) => pitch - gap)
  return (
    tones.find((tone) => tone >= low && slot.chord.tones.includes(modulo12(tone))) ??
    tones.find((tone) => tone >= low && slot.chord.scale.includes(modulo12(tone)))
  )
}

export type CounterRequest = {
  readonly tune: readonly Sketch[]
  readonly slots: readonly Slot[]
  readonly places: readonly BarPlace[]
  readonly meter: Meter
  readonly range: { readonly low: number; readonly high: number }
  readonly random: Random
}

/** The tune a third or sixth lower: for the last and loudest choruses. */
export const parallelVoice = ({ tune, slots, range }: CounterRequest): Sketch[] =>
  tune.flatMap((note): Sketch[] => {
    let pitch = below(note.pitch, slotAtTicks(slots, note.at), range.low)
    while (pitch !== undefined && pitch > range.high) pitch -= 12
    return pitch === undefined || pitch < range.low || note.length < 200 ? [] : [{ ...note, pitch, force: note.force * 0.8 }]
  })

/** A few notes up or down the chord where the tune has ended its phrase and breathes. */
export const answers = ({ tune, slots, places, meter, range, random }: CounterRequest): Sketch[] =>
  places.flatMap((place): Sketch[] => {
    if (place.barInSection % 4 !== 3) return []
    const draw = random.fork(`answer ${place.bar}`)
    const end = place.startTicks + meter.barTicks
    const silentFrom = tune
      .filter((note) => note.at < end && note.at >= place.startTicks)
      .reduce((latest, note) => Math.max(latest, note.at + note.length), place.startTicks)
    const from = Math.ceil(silentFrom / 480) * 480
    if (end - from < 900 || !draw.chance(0.75)) return []
    const rising = draw.chance(0.5)
    const middle = (range.low + range.high) / 2 + 2
    const ladder: number[] = []
    for (let pitch = range.low; pitch <= range.high; pitch++) if (slotAtTicks(slots, from).chord.tones.slice(0, 4).includes(modulo12(pitch))) ladder.push(pitch)
    const start = ladder.findIndex((pitch) => pitch >= middle - (rising ? 5 : -3))
    return Array.from({ length: Math.min(4, Math.floor((end - from) / 480)) }, (_, index) => ({
      index,
      pitch: ladder[start + (rising ? index : -index)],
    })).flatMap(({ index, pitch }) =>
      pitch === undefined ? [] : [{ at: from + index * 480, length: 440, pitch, force: 0.42 + index * 0.03 + 0.1 * place.energy }],
    )
  })
