import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../../src-shared/score/score.ts'
import type { BarPlace, Sketch, Slot } from '../../compose/figure.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import type { Meter } from '../../compose/meter.ts'
import { chordScale, guideTones } from './chord-scale.ts'

export type SoloRequest = {
  readonly key: Key
  readonly meter: Meter
  /** consecutive bars of one solo */
  readonly places: readonly BarPlace[]
  readonly slots: readonly Slot[]
  readonly range: { readonly low: number; readonly high: number }
  readonly centre: number
  /** 0 sparse, long notes .. 1 running eighths */
  readonly flow: number
  readonly random: Random
}

type Onset = { readonly at: number; readonly isBeat: boolean; readonly isStrong: boolean }
type Phrase = readonly Onset[]

const classOf = (pitch: number): number => ((pitch % 12) + 12) % 12

/** Rhythm of one phrase in eighths from its start: runs, broken now and then by a longer note; the last note is left hanging. */
const drawRhythm = (eighths: number, flow: number, random: Random): number[] => {
  const onsets: number[] = []
  for (let at = 0; at < eighths; ) {
    onsets.push(at)
    const step = random.weighted([flow * 4.4, 1.1, (1 - flow) * 1.2 + 0.25, (1 - flow) * 0.8]) + 1
    at += step
  }
  return onsets
}

/** Phrases with breath: two to four bars of line, then a rest; half of them answer in the rhythm of the one before. */
const drawPhrases = ({ meter, places, flow, random }: SoloRequest): Phrase[] => {
  const half = (meter.beats[0]?.lengthTicks ?? 960) / 2
  const from = places[0]?.startTicks ?? 0
  const total = Math.round((places.length * meter.barTicks) / half)
  const perBar = Math.round(meter.barTicks / half)
  const phrases: Phrase[] = []
  let rhythm: number[] = []
  let at = random.int(0, 3)
  for (let index = 0; at < total - 1; index++) {
    const draw = random.fork(`phrase ${index}`)
    const answers = rhythm.length > 2 && draw.fork('answer').chance(0.45)
    if (!answers) rhythm = drawRhythm(Math.round(perBar * (1.1 + 2 * draw.fork('length').next() * (0.5 + 0.5 * flow))), flow, draw.fork('rhythm'))
    const start = at
    const onsets = rhythm.map((step) => start + step).filter((step) => step < total - 1)
    phrases.push(onsets.map((step) => ({ at: from + step * half, isBeat: step % 2 === 0, isStrong: step % (perBar >= 8 ? 4 : 2) === 0 })))
    const rest = 2 + draw.fork('rest').int(0, Math.round(3 + 4 * (1 - flow)))
    at = (onsets.at(-1) ?? at) + 1 + rest
  }
  return phrases.filter((phrase) => phrase.length > 0)
}

const nearest = (classes: readonly number[], target: number, { low, high }: SoloRequest['range'], avoid?: number): number => {
  let best = Math.round(target)
  let cost = Number.POSITIVE_INFINITY
  for (let pitch = low; pitch <= high; pitch++) {
    if (!classes.includes(classOf(pitch)) || pitch === avoid) continue
    const price = Math.abs(pitch - target)
    if (price < cost) {
      best = pitch
      cost = price
    }
  }
  return best
}

/** Where a note between two targets goes: a bebop passing tone inside a whole step, a neighbour where they meet, the scale or the chord where they are far. */
const between = (from: number, to: number, scale: readonly number[], tones: readonly number[], range: SoloRequest['range'], random: Random): number => {
  const distance = Math.abs(to - from)
  const inside = Math.sign(to - from)
  if (distance === 0) return nearest(scale, to + (random.chance(0.6) ? -1.2 : 1.2), range, to)
  // enclosure: the target is passed on its other side and then met by step
  if (distance <= 2 && random.chance(0.3)) return Math.max(range.low, Math.min(range.high, to + inside))
  if (distance === 1) return nearest(scale, to + inside * 1.6, range, to)
  if (distance === 2) return from + inside
  if (distance <= 5) return random.chance(0.3) ? to - inside : nearest(scale, (from + to) / 2, range, from)
  return nearest(tones, (from + to) / 2, range, from)
}

/**
 * An improvised line over changes. Beats get targets first (guide tones where the chord is new, chord tones on one and three, the scale
 * elsewhere), along an arc that climbs to two thirds of the solo; the notes between connect them by step, chromatic passing tone or enclosure.
 */
export const soloLine = (request: SoloRequest): Sketch[] => {
  const { key, meter, places, slots, range, centre, random } = request
  const half = (meter.beats[0]?.lengthTicks ?? 960) / 2
  const start = places[0]?.startTicks ?? 0
  const span = Math.max(1, places.length * meter.barTicks)
  const sketches: Sketch[] = []
  let last = centre
  let heading = random.chance(0.5) ? 1 : -1
  for (const [index, phrase] of drawPhrases(request).entries()) {
    const draw = random.fork(`notes ${index}`)
    const pitches: number[] = []
    phrase.forEach((onset, step) => {
      if (!onset.isBeat) {
        pitches.push(Number.NaN)
        return
      }
      const { chord, startTicks } = slotAtTicks(slots, onset.at)
      const isChange = onset.at - startTicks < half * 2
      const position = (onset.at - start) / span
      const goal = centre + 5 * (1 - Math.abs(position - 0.66) / 0.66)
      if (last > goal + 8) heading = -1
      else if (last < goal - 8) heading = 1
      else if (draw.chance(0.28)) heading = -heading
      const wish = last + heading * (2 + 3 * draw.next()) + (goal - last) * 0.12
      const pool =
        step === 0 || isChange
          ? draw.chance(0.75)
            ? guideTones(chord)
            : chord.tones
          : onset.isStrong
            ? chord.tones
            : draw.chance(0.5)
              ? chord.tones
              : chordScale(chord, key)
      const pitch = nearest(pool, wish, range, draw.chance(0.8) ? last : undefined)
      pitches.push(pitch)
      last = pitch
    })
    phrase.forEach((onset, step) => {
      if (!Number.isNaN(pitches[step] ?? Number.NaN)) return
      const { chord } = slotAtTicks(slots, onset.at)
      const scale = chordScale(chord, key)
      const before = pitches[step - 1]
      const after = pitches.slice(step + 1).find((pitch) => !Number.isNaN(pitch))
      const isNext = after !== undefined && (phrase[step + 1]?.at ?? 0) - onset.at === half
      if (before === undefined || Number.isNaN(before))
        pitches[step] =
          after === undefined ? nearest(chord.tones, last, range) : between(after + 3 * (draw.chance(0.6) ? -1 : 1), after, scale, chord.tones, range, draw)
      else if (isNext && after !== undefined) pitches[step] = between(before, after, scale, chord.tones, range, draw)
      // held or left hanging: it has to sound with the chord
      else pitches[step] = nearest(chord.tones, before + (draw.chance(0.65) ? -2 : 2), range, before)
    })
    phrase.forEach((onset, step) => {
      const next = phrase[step + 1]?.at
      const gap = next === undefined ? half * (onset.isBeat ? 2 : 1) : next - onset.at
      const { energy } = places[Math.min(places.length - 1, Math.floor((onset.at - start) / meter.barTicks))] ?? { energy: 0.6 }
      const isTop = (pitches[step] ?? 0) > (pitches[step - 1] ?? 0) && (pitches[step] ?? 0) > (pitches[step + 1] ?? 0)
      // off-beats lean into the beat, tops stand out, the rest is half swallowed
      const force = 0.44 + 0.14 * energy + (isTop ? 0.12 : 0) + (onset.isBeat ? 0 : 0.05) - (step > 0 && !isTop && draw.chance(0.2) ? 0.14 : 0)
      sketches.push({ at: onset.at, length: Math.max(120, gap - 20), pitch: pitches[step] ?? centre, force })
    })
  }
  return sketches.map((note) => ({ ...note, pitch: Math.max(range.low, Math.min(range.high, note.pitch)) }))
}
