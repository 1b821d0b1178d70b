import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { ChordSpec } from '../chord-spec.ts'
import type { BarSlot, Figure, Scene, Sketch } from '../figure.ts'
import { STEP_TICKS } from '../meter.ts'
import { readPattern } from './pattern.ts'

/** The pitch of that class nearest to `near`, inside the range. */
export const nearestPitch = (pitchClass: number, near: number, range: { low: number; high: number }): number => {
  let best = range.low
  let distance = Number.POSITIVE_INFINITY
  for (let pitch = range.low; pitch <= range.high; pitch++) {
    if (pitch % 12 !== pitchClass) continue
    if (Math.abs(pitch - near) < distance) {
      best = pitch
      distance = Math.abs(pitch - near)
    }
  }
  return best
}

/** Bass lives in the lower part of its range, so that octaves and fifths above it stay playable. */
const bassHome = ({ range }: Scene): number => range.low + 10

const rootOf = (scene: Scene, chord: ChordSpec): number =>
  nearestPitch(chord.bass, ((scene.lastPitch ?? bassHome(scene)) + bassHome(scene) * 2) / 3, scene.range)

const fifthOf = (chord: ChordSpec, root: number, range: { high: number; low: number }): number => {
  const fifth = chord.tones.find((tone) => [6, 7, 8].includes((tone - chord.root + 12) % 12)) ?? chord.root
  const above = nearestPitch(fifth, root + 7, { low: root, high: range.high })
  return above % 12 === fifth && above > root ? above : nearestPitch(fifth, root - 5, range)
}

/** A note that leans into the next root: a step of the scale from below or above (sometimes a half step), never the note just played. */
const approach = (scene: Scene, slot: BarSlot | undefined, from: number, random: Random): number => {
  const target = nearestPitch(scene.nextChord.bass, from, scene.range)
  if (target === from || !slot) return from
  const side = target > from ? -1 : 1
  const steps = [side, 2 * side, -side, -2 * side]
    .map((step) => target + step)
    .filter((pitch) => pitch !== from && pitch >= scene.range.low && pitch <= scene.range.high)
  const { scale } = slot.chord
  const diatonic = steps.find((pitch) => scale.includes(((pitch % 12) + 12) % 12))
  return random.chance(0.12 + 0.2 * scene.adventure) ? (steps[0] ?? from) : (diatonic ?? fifthOf(slot.chord, from, scene.range))
}

const slotAt = (scene: Scene, ticks: number): BarSlot | undefined => scene.slots.findLast((slot) => slot.startTicks <= ticks) ?? scene.slots[0]

/**
 * A written bass rhythm; marks choose the degree: `1`..`9` the root at that force, `D` the fifth, `U` the octave, `d` approach to the next
 * chord. A chord that enters without a stroke gets its root, and kicks that fall between strokes are joined when `lock` says so.
 */
export const bassPattern =
  (written: string, options: { readonly lock?: number; readonly gap?: number } = {}): Figure =>
  (scene) => {
    const { place, meter, fresh, kicks } = scene
    const strokes = readPattern(written, meter, place.bar).map((stroke) => ({ ...stroke, at: place.startTicks + stroke.offset }))
    for (const slot of scene.slots)
      if (slot.startTicks >= place.startTicks && !strokes.some((stroke) => stroke.at === slot.startTicks))
        strokes.push({ at: slot.startTicks, offset: 0, length: STEP_TICKS * 4, force: 0.8, mark: '8' })
    for (const kick of kicks) {
      const clear = strokes.every((stroke) => Math.abs(stroke.at - kick) >= STEP_TICKS)
      if (clear && fresh.chance(options.lock ?? 0)) strokes.push({ at: kick, offset: 0, length: STEP_TICKS * 2, force: 0.72, mark: '7' })
    }
    strokes.sort((a, b) => a.at - b.at)
    const end = place.startTicks + meter.barTicks
    const notes: Sketch[] = []
    let root = rootOf(scene, slotAt(scene, place.startTicks)?.chord ?? scene.nextChord)
    let current: BarSlot | undefined
    strokes.forEach((stroke, index) => {
      const slot = slotAt(scene, stroke.at)
      if (!slot) return
      if (slot !== current) {
        root = nearestPitch(slot.chord.bass, current ? root : rootOf(scene, slot.chord), scene.range)
        current = slot
      }
      const octave = root + 12 <= scene.range.high ? root + 12 : root
      const pitch =
        stroke.at === slot.startTicks
          ? root
          : stroke.mark === 'D'
            ? fifthOf(slot.chord, root, scene.range)
            : stroke.mark === 'U'
              ? octave
              : stroke.mark === 'd'
                ? approach(scene, slot, root, fresh)
                : root
      const next = strokes[index + 1]?.at ?? end
      const length = Math.max(STEP_TICKS / 2, Math.min(stroke.length, next - stroke.at) - (options.gap ?? 30))
      notes.push({ at: stroke.at, length, pitch, force: stroke.force * (0.8 + 0.2 * place.energy) })
    })
    return notes
  }

/** Quarter notes that walk: root, scale or chord tones in one direction, then an approach to the next root. */
export const walkingBass: Figure = (scene) => {
  const { place, meter, fresh } = scene
  const notes: Sketch[] = []
  let pitch = rootOf(scene, scene.slots[0]?.chord ?? scene.nextChord)
  const direction = nearestPitch(scene.nextChord.bass, pitch, scene.range) >= pitch === fresh.chance(0.75) ? 1 : -1
  meter.beats.forEach((beat, index) => {
    const at = place.startTicks + beat.startTicks
    const slot = slotAt(scene, at)
    if (!slot) return
    const last = index === meter.beats.length - 1
    if (slot.startTicks === at) pitch = nearestPitch(slot.chord.bass, pitch, scene.range)
    else if (last) pitch = approach(scene, slot, pitch, fresh)
    else {
      const pool = beat.weight >= 0.8 ? slot.chord.tones : slot.chord.scale
      let next = pitch + direction
      while (next >= scene.range.low && next <= scene.range.high && !pool.includes(((next % 12) + 12) % 12)) next += direction
      pitch = next >= scene.range.low && next <= scene.range.high ? next : nearestPitch(slot.chord.bass, pitch, scene.range)
    }
    notes.push({ at, length: beat.lengthTicks - 40, pitch, force: index === 0 ? 0.85 : 0.7 })
  })
  return notes
}

/** Long roots, with the fifth for the second half of long bars: ground to stand on. */
export const droneBass: Figure = (scene) =>
  scene.slots.flatMap((slot): Sketch[] => {
    if (slot.startTicks < scene.place.startTicks) return []
    const root = rootOf(scene, slot.chord)
    return [{ at: slot.startTicks, length: slot.lengthTicks - 20, pitch: root, force: 0.6 }]
  })
