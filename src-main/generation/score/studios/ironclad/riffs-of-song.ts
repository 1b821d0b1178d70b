import type { Random } from '../../../../../src-shared/kernel/random.ts'
import { tonicOf } from '../../compose/chord-spec.ts'
import type { BarPlace, Slot } from '../../compose/figure.ts'
import type { Frame } from '../../compose/frame.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import { STEP_TICKS } from '../../compose/meter.ts'
import { drawRiff, type Riff, type RiffStroke, type RiffStyle, riffKind } from './riff.ts'
import { lowestRoot, type Tuning, tuningFor } from './tunings.ts'

/** A stroke of the riff where it falls: `root` is the pedal tone of its chord, `pitch` the stroke's own lowest note. */
export type Stroke = {
  readonly at: number
  readonly length: number
  readonly pitch: number
  readonly root: number
  readonly kind: RiffStroke['kind']
  readonly accent: boolean
  readonly place: BarPlace
}
export type SongRiffs = { readonly tuning: Tuning; readonly strokes: readonly Stroke[]; readonly riffOf: (place: BarPlace) => Riff }

const intervalOf = (degree: RiffStroke['degree'], slot: Slot): number => {
  if (degree === 'tritone') return 6
  if (degree === 'flat-second') return 1
  const { root, scale } = slot.chord
  const steps = scale.map((pitch) => (pitch - root + 12) % 12).toSorted((a, b) => a - b)
  return (steps[degree % steps.length] ?? 0) + 12 * Math.floor(degree / steps.length)
}

/**
 * The riffs of a piece, one a label, laid over its chords. Guitars, bass and kick drum all read this: that is what makes them one machine.
 * Tremolo melodies lie an octave up the neck, everything else on the lowest strings.
 */
export const riffsOf = (frame: Frame, slots: readonly Slot[], style: RiffStyle, random: Random): SongRiffs => {
  const { meter, places, tempoBpm, closes, barCount } = frame
  const tuning = tuningFor(tonicOf(frame.key))
  const known = new Map<string, Riff>()
  const riffOf = ({ section }: BarPlace): Riff => {
    const name = `${section.label} ${section.role}`
    const riff = known.get(name) ?? drawRiff(riffKind(style, section.role, random.fork(`kind ${name}`)), tempoBpm, random.fork(`riff ${name}`))
    known.set(name, riff)
    return riff
  }
  const stepsPerBar = Math.round(meter.barTicks / STEP_TICKS)
  const strokes = places.flatMap((place) => {
    if (closes && place.bar === barCount - 1) return []
    const riff = riffOf(place)
    const from = (place.barInSection % riff.bars) * 16
    return riff.strokes.flatMap((stroke): Stroke[] => {
      // other metres take as much of the bar as they have
      const step = stroke.step - from
      if (step < 0 || step >= Math.min(16, stepsPerBar)) return []
      const at = place.startTicks + step * STEP_TICKS
      const slot = slotAtTicks(slots, at)
      const base = lowestRoot(slot.chord.root, tuning)
      const root = riff.kind === 'tremolo' ? base + 12 : base
      const pitch = root + intervalOf(stroke.degree, slot)
      const length = Math.min(stroke.steps, stepsPerBar - step) * STEP_TICKS
      return [{ at, length, pitch: pitch > root + 12 && riff.kind !== 'tremolo' ? pitch - 12 : pitch, root, kind: stroke.kind, accent: stroke.accent, place }]
    })
  })
  return { tuning, strokes, riffOf }
}
