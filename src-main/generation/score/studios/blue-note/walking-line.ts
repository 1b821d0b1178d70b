import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../../src-shared/score/score.ts'
import type { BarPlace, Sketch, Slot } from '../../compose/figure.ts'
import { nearestPitch } from '../../compose/figures/bass.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import type { Meter } from '../../compose/meter.ts'
import { chordScale } from './chord-scale.ts'

/** E1 to G3: where an upright bass walks. */
export const WALKING_RANGE = { low: 28, high: 55 } as const

export type WalkRequest = {
  readonly key: Key
  readonly meter: Meter
  readonly places: readonly BarPlace[]
  readonly slots: readonly Slot[]
  readonly random: Random
  /** bars that are played in two: half notes, root and fifth */
  readonly isInTwo: (place: BarPlace) => boolean
}

type Stretch = { readonly slot: Slot; readonly beats: readonly number[]; readonly isNewChord: boolean; readonly place: BarPlace }

/** Each bar's chords with the beats they fill. */
const stretchesOf = ({ meter, places, slots }: WalkRequest): Stretch[] =>
  places.flatMap((place) => {
    const stretches: { slot: Slot; beats: number[]; isNewChord: boolean; place: BarPlace }[] = []
    for (const beat of meter.beats) {
      const at = place.startTicks + beat.startTicks
      const slot = slotAtTicks(slots, at)
      const last = stretches.at(-1)
      if (last?.slot === slot) last.beats.push(at)
      else stretches.push({ slot, beats: [at], isNewChord: slot.startTicks >= place.startTicks, place })
    }
    return stretches
  })

const within = (pitch: number): boolean => pitch >= WALKING_RANGE.low && pitch <= WALKING_RANGE.high
const classOf = (pitch: number): number => ((pitch % 12) + 12) % 12

/** The tone that a stretch lands on: the root, or on a chord that goes on another chord tone nearby. */
const landing = (stretch: Stretch, near: number, random: Random): number => {
  const { chord } = stretch.slot
  const tones = stretch.isNewChord ? [chord.root] : chord.tones.filter((tone) => tone !== classOf(near))
  const home = (WALKING_RANGE.low + WALKING_RANGE.high) / 2 - 2
  const options = tones.map((tone) => nearestPitch(tone, near * 0.65 + home * 0.35 + random.normal() * 2.5, WALKING_RANGE))
  return options.toSorted((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? near
}

const pitchesAround = (near: number, reach: number): number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, index) => near - reach + index).filter((pitch) => within(pitch))

/**
 * Notes between a landing and the next one: the last approaches by a half or whole step (from the chord's side of the scale, or
 * chromatically), strong beats hold chord tones, the rest moves on in small steps. All combinations are weighed; there are few.
 */
const walkBetween = (from: number, to: number, count: number, { slot }: Stretch, key: Key, random: Random): number[] => {
  if (count === 0) return []
  const scale = chordScale(slot.chord, key)
  const approaches = [-1, 1, -2, 2].map((step) => to + step).filter((pitch) => within(pitch) && (Math.abs(pitch - to) === 1 || scale.includes(classOf(pitch))))
  const taste = new Map<number, number>()
  const liking = (pitch: number): number => {
    const known = taste.get(pitch) ?? random.next() * 2.5
    taste.set(pitch, known)
    return known
  }
  let best: readonly number[] = []
  let cost = Number.POSITIVE_INFINITY
  const extend = (line: readonly number[], price: number): void => {
    if (price >= cost) return
    const index = line.length
    const last = line.at(-1) ?? from
    if (index === count) {
      best = line
      cost = price
      return
    }
    const isApproach = index === count - 1
    // beats 3, 5, ... of the stretch (index 1 is the third beat)
    const isStrong = !isApproach && index % 2 === 1
    const pool = isApproach ? approaches : pitchesAround(last, 7).filter((pitch) => (isStrong ? slot.chord.tones : scale).includes(classOf(pitch)))
    for (const pitch of pool) {
      const leap = Math.abs(pitch - last)
      const repeats = pitch === last ? 8 : line.includes(pitch) || pitch === from ? 2 : 0
      const chromatic = isApproach && !scale.includes(classOf(pitch)) ? 0.6 : 0
      extend([...line, pitch], price + liking(pitch + index * 100) + repeats + chromatic + (leap > 4 ? leap * 0.7 : leap === 0 ? 3 : 0))
    }
  }
  extend([], 0)
  return [...best]
}

/** A quarter-note line through the changes, in the manner of Paul Chambers' generation: root on the one, chord tone on the three, a step into every change. */
export const walk = (request: WalkRequest): Sketch[] => {
  const { key, meter, random } = request
  const stretches = stretchesOf(request)
  const sketches: Sketch[] = []
  let target = landing(stretches[0] as Stretch, 40, random.fork('first'))
  stretches.forEach((stretch, index) => {
    const draw = random.fork(`stretch ${stretch.place.bar} ${index}`)
    const next = stretches[index + 1]
    const from = target
    target = next ? landing(next, from, draw.fork('landing')) : from
    const force = (beat: number): number => (beat === 0 ? 0.66 : beat % 2 === 1 ? 0.62 : 0.58) + 0.12 * stretch.place.energy
    if (request.isInTwo(stretch.place)) {
      const halves = stretch.beats.filter((_, beat) => beat % 2 === 0)
      const fifth = stretch.slot.chord.tones[2] ?? stretch.slot.chord.root
      halves.forEach((at, half) => {
        const until = halves[half + 1] ?? (stretch.beats.at(-1) ?? at) + (meter.beats[0]?.lengthTicks ?? 960)
        const pitch = half % 2 === 0 ? from : nearestPitch(fifth, from + (draw.chance(0.5) ? 5 : -4), WALKING_RANGE)
        sketches.push({ at, length: until - at - 60, pitch, force: force(0) })
      })
      return
    }
    const line = [from, ...walkBetween(from, target, stretch.beats.length - 1, stretch, key, draw.fork('line'))]
    stretch.beats.forEach((at, beat) => {
      const length = meter.beats[beat % meter.beats.length]?.lengthTicks ?? 960
      const pitch = line[beat] ?? from
      const skips = beat > 0 && draw.fork(`skip ${beat}`).chance(0.05 + 0.07 * stretch.place.energy)
      sketches.push({ at, length: skips ? length / 2 - 40 : length - 50, pitch, force: force(beat) })
      // the dead skip note before the next beat
      if (skips) sketches.push({ at: at + length / 2, length: 150, pitch, force: force(beat) * 0.6 })
    })
  })
  return sketches
}

/** Bossa nova: root on the one, fifth on the three, each prepared by the eighth before it. */
export const bossaBass = (request: WalkRequest): Sketch[] => {
  const { meter, random } = request
  let near = 38
  return stretchesOf(request).flatMap((stretch, index) => {
    const { chord } = stretch.slot
    const root = nearestPitch(chord.root, near * 0.5 + 19, { low: 28, high: 50 })
    near = root
    const fifthClass = chord.tones[2] ?? chord.root
    const fifth = nearestPitch(fifthClass, root + (random.fork(`side ${index}`).chance(0.6) ? -4 : 6), { low: 28, high: 52 })
    const beat = meter.beats[0]?.lengthTicks ?? 960
    const [first = 0] = stretch.beats
    const sketches: Sketch[] = [{ at: first, length: beat * 1.45, pitch: root, force: 0.68 }]
    const count = stretch.beats.length
    if (count >= 3) {
      const third = stretch.beats[2] ?? first
      sketches.push({ at: third - beat / 2, length: beat * 0.45, pitch: fifth, force: 0.5 }, { at: third, length: beat * 1.45, pitch: fifth, force: 0.62 })
    }
    if (count >= 2) sketches.push({ at: first + count * beat - beat / 2, length: beat * 0.45, pitch: count >= 3 ? fifth : root, force: 0.48 })
    return sketches
  })
}
