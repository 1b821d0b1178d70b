import type { BarSlot, Figure, Scene, Sketch } from '../figure.ts'
import { STEP_TICKS } from '../meter.ts'
import { readPattern, type Stroke } from './pattern.ts'

/** Strokes of a pattern, and one more for every chord that enters inside the bar and that the pattern would leave unheard. */
const strokesFor = (scene: Scene, written: string): Stroke[] => {
  const { place, meter } = scene
  const strokes = readPattern(written, meter, place.bar)
  const missed = scene.slots.filter((slot) => {
    const offset = slot.startTicks - place.startTicks
    return offset > 0 && !strokes.some((stroke) => stroke.offset >= offset && stroke.offset < offset + meter.barTicks / 8 + 1)
  })
  const extra = missed.map((slot): Stroke => ({ offset: slot.startTicks - place.startTicks, length: STEP_TICKS * 3, force: 0.66, mark: 'd' }))
  return [...strokes, ...extra].toSorted((a, b) => a.offset - b.offset)
}

const slotAt = (scene: Scene, ticks: number): BarSlot | undefined => scene.slots.findLast((slot) => slot.startTicks <= ticks) ?? scene.slots[0]

/** Chords held for as long as they last. `legato` above 1 lets them overlap a little, like a pad. */
export const sustain =
  (options: { readonly roll?: number; readonly force?: number } = {}): Figure =>
  ({ slots, place }) =>
    slots
      .filter((slot) => slot.startTicks >= place.startTicks)
      .flatMap((slot) =>
        slot.voicing.map(
          (pitch, index): Sketch => ({
            at: slot.startTicks,
            length: slot.lengthTicks - 15,
            pitch,
            force: (options.force ?? 0.55) * (0.75 + 0.25 * place.energy),
            spreadTicks: (options.roll ?? 0) * index,
          }),
        ),
      )

/**
 * A written comping rhythm. Chords change where the harmony does; a chord that enters on a rest is anticipated or caught by the next stroke.
 * `top` thins repeated strokes to the upper voices, so that the part breathes.
 */
export const compPattern =
  (written: string, options: { readonly roll?: number; readonly gap?: number; readonly thin?: number } = {}): Figure =>
  (scene) => {
    const { place, fresh, adventure } = scene
    const strokes = strokesFor(scene, written)
    const shifted = adventure > 0 ? strokes.filter(() => !fresh.chance(adventure * 0.2)) : strokes
    return shifted.flatMap((stroke, index) => {
      if (stroke.mark === 'o' && !fresh.chance(0.2 + 0.6 * place.energy)) return []
      const at = place.startTicks + stroke.offset + (stroke.offset > 0 && fresh.chance(adventure * 0.15) ? STEP_TICKS : 0)
      const slot = slotAt(scene, at)
      if (!slot) return []
      const end = Math.min(at + stroke.length, slot.startTicks + slot.lengthTicks)
      const thin = index > 0 && fresh.chance(options.thin ?? 0) ? slot.voicing.slice(1) : slot.voicing
      return thin.map(
        (pitch, voice): Sketch => ({
          at,
          length: Math.max(STEP_TICKS / 2, end - at - (options.gap ?? 20)),
          pitch,
          force: stroke.force * (0.7 + 0.3 * place.energy) * (voice === thin.length - 1 ? 1 : 0.9),
          spreadTicks: (options.roll ?? 0) * voice,
        }),
      )
    })
  }

/** Strummed strings: `D`/`d` from the low string up, `U`/`u` from the high one down and only the upper strings; the hand spreads 6-14 ms a string. */
export const strum =
  (written: string, spread = 22): Figure =>
  (scene) => {
    const { place } = scene
    return strokesFor(scene, written).flatMap((stroke, index) => {
      const at = place.startTicks + stroke.offset
      const slot = slotAt(scene, at)
      if (!slot) return []
      const up = stroke.mark === 'U' || stroke.mark === 'u'
      const strings = up ? slot.voicing.slice(-3).toReversed() : slot.voicing
      const end = Math.min(at + stroke.length, slot.startTicks + slot.lengthTicks)
      return strings.map(
        (pitch, string): Sketch => ({
          at,
          length: Math.max(STEP_TICKS / 2, end - at - 10 + (index % 2 === 0 ? 0 : -20)),
          pitch,
          force: stroke.force * (0.65 + 0.35 * place.energy) * (1 - string * 0.03),
          spreadTicks: spread * string,
        }),
      )
    })
  }

/** Chord tones one after another. `order` indexes the voicing (wrapping upwards by octaves); one figure per chord, restarted where the harmony moves. */
export const arpeggio =
  (order: readonly number[], stepTicks: number, options: { readonly ring?: number; readonly force?: number; readonly skip?: number } = {}): Figure =>
  (scene) => {
    const { place, meter, range, fresh, adventure } = scene
    const end = place.startTicks + meter.barTicks
    const notes: Sketch[] = []
    for (const slot of scene.slots) {
      const until = Math.min(slot.startTicks + slot.lengthTicks, end)
      const from = Math.max(slot.startTicks, place.startTicks)
      const count = slot.voicing.length
      for (let i = 0, at = from; at < until; i++, at += stepTicks) {
        if (i > 0 && fresh.chance((options.skip ?? 0) * (1.2 - place.energy))) continue
        const index = adventure > 0 && fresh.chance(adventure * 0.3) ? fresh.int(0, count + 1) : (order[i % order.length] ?? 0)
        const base = slot.voicing[((index % count) + count) % count] ?? 60
        const lifted = base + 12 * Math.floor(index / count)
        const pitch = lifted > range.high ? lifted - 12 : lifted
        const accent = at === from ? 1 : i % 4 === 0 ? 0.9 : 0.78
        notes.push({
          at,
          length: Math.max(60, stepTicks * (options.ring ?? 1) - 15),
          pitch,
          force: (options.force ?? 0.6) * accent * (0.75 + 0.25 * place.energy),
        })
      }
    }
    return notes
  }

/** Sparse single chord tones with long silences: bells over a pad. */
export const droplets =
  (chancePerBeat: number): Figure =>
  (scene) => {
    const { place, meter, fresh } = scene
    const notes: Sketch[] = []
    let last = scene.lastPitch
    for (const beat of meter.beats) {
      if (!fresh.chance(chancePerBeat * (0.5 + place.energy))) continue
      const at = place.startTicks + beat.startTicks + (fresh.chance(0.4) ? Math.floor(beat.lengthTicks / 2 / STEP_TICKS) * STEP_TICKS : 0)
      const slot = slotAt(scene, at)
      if (!slot) continue
      const pool = slot.voicing
        .flatMap((pitch) => [pitch, pitch + 12])
        .filter((pitch) => pitch >= scene.range.low && pitch <= scene.range.high && pitch !== last)
      if (pool.length === 0) continue
      const near = pool.toSorted((a, b) => Math.abs(a - (last ?? 74)) - Math.abs(b - (last ?? 74))).slice(0, 3)
      const pitch = fresh.pick(near)
      last = pitch
      notes.push({ at, length: meter.barTicks, pitch, force: 0.4 + 0.2 * fresh.next() })
    }
    return notes
  }

/** A slow inner line of guide tones: the third or seventh nearest to where it was, so that it moves by step while the tune speaks. */
export const guideLine: Figure = (scene) =>
  scene.slots
    .filter((slot) => slot.startTicks >= scene.place.startTicks)
    .map((slot): Sketch => {
      const guides = slot.chord.tones.length > 3 ? [slot.chord.tones[1], slot.chord.tones[3]] : [slot.chord.tones[1], slot.chord.tones[2]]
      const home = (scene.range.low + scene.range.high) / 2
      const near = scene.lastPitch ?? home
      let pitch = Math.round(home)
      let best = Number.POSITIVE_INFINITY
      for (let candidate = scene.range.low; candidate <= scene.range.high; candidate++) {
        if (!guides.includes(candidate % 12)) continue
        const cost = Math.abs(candidate - near) + Math.abs(candidate - home) * 0.25
        if (cost < best) {
          best = cost
          pitch = candidate
        }
      }
      return { at: slot.startTicks, length: slot.lengthTicks - 30, pitch, force: 0.5 + 0.15 * scene.place.energy }
    })
