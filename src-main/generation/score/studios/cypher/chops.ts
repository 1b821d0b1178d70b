import type { BarSlot, Figure, Sketch } from '../../compose/figure.ts'
import { readPattern } from '../../compose/figures/pattern.ts'

/**
 * The chopper: keys as a sampler plays them. The voicing of the bar's first chord is one sample; every later chord is the same sample moved
 * by the distance of the roots, so voices move in parallel, and each stroke cuts the one before it.
 */
export const chop =
  (written: string, options: { readonly cut?: number } = {}): Figure =>
  (scene) => {
    const { place, meter, slots, fresh, range } = scene
    const home = slots[0]
    if (!home) return []
    const strokes = readPattern(written, meter, place.bar)
    return strokes.flatMap((stroke, index): Sketch[] => {
      if (stroke.mark === 'o' && !fresh.chance(0.3 + 0.4 * place.energy)) return []
      const at = place.startTicks + stroke.offset
      const slot: BarSlot = slots.findLast((candidate) => candidate.startTicks <= at) ?? home
      const near = ((slot.chord.root - home.chord.root + 18) % 12) - 6
      const moved = home.voicing.map((pitch) => pitch + near)
      // a sample moved out of the chord would clash with bass and tune: then the chord's own voicing is the sample
      const isTrue = moved.every((pitch) => slot.chord.scale.includes(((pitch % 12) + 12) % 12) && pitch >= range.low && pitch <= range.high)
      const pitches = isTrue ? moved : slot.voicing
      const next = strokes[index + 1]?.offset ?? meter.barTicks
      const length = Math.max(60, Math.min(stroke.length, next - stroke.offset) * (options.cut ?? 1) - 20)
      return pitches.map((pitch): Sketch => ({ at, length: Math.round(length), pitch, force: stroke.force * (0.75 + 0.25 * place.energy) }))
    })
  }
