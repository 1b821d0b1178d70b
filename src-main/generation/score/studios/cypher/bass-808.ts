import type { ControlEvent, Note, Part } from '../../../../../src-shared/score/score.ts'
import type { Figure, Sketch } from '../../compose/figure.ts'
import { nearestPitch } from '../../compose/figures/bass.ts'
import { DRUM } from '../../compose/figures/drums.ts'
import type { Frame } from '../../compose/frame.ts'
import { STEP_TICKS } from '../../compose/meter.ts'
import type { Player } from '../../compose/players.ts'
import type { Bound, Solo } from '../../compose/solo.ts'

/**
 * The 808 follows the kick: every kick has a bass note on the root, held to the next one. Some notes are short and doubled at the octave or
 * fifth, as the hand on a pad would do; those are where it slides.
 */
export const bass808 =
  (options: { readonly jump: number; readonly low: number; readonly high: number }): Figure =>
  (scene) => {
    const { place, meter, kicks, shared, range } = scene
    const end = place.startTicks + meter.barTicks
    const reach = { low: Math.max(range.low, options.low), high: Math.min(range.high, options.high) }
    const onsets = kicks.length > 0 ? kicks.toSorted((a, b) => a - b) : [place.startTicks]
    return onsets.flatMap((at, index): Sketch[] => {
      const slot = scene.slots.findLast((candidate) => candidate.startTicks <= at) ?? scene.slots[0]
      if (!slot) return []
      const root = nearestPitch(slot.chord.bass, reach.low + 6, reach)
      const step = (at - place.startTicks) / STEP_TICKS
      const draw = shared.fork(`808 ${step} ${place.barInSection % 2}`)
      const isLate = index === onsets.length - 1 && index > 0
      const interval = draw.fork('jump').chance(isLate ? options.jump : options.jump * 0.3) ? draw.pick([12, 7, 3, -2] as const) : 0
      const wanted = root + interval
      const pitch = wanted >= reach.low && wanted <= reach.high && slot.chord.scale.includes(((wanted % 12) + 12) % 12) ? wanted : root
      const next = onsets[index + 1] ?? end
      return [{ at, length: Math.max(STEP_TICKS, Math.min(next - at, STEP_TICKS * 10) - 10), pitch, force: index === 0 ? 0.86 : 0.78 }]
    })
  }

/** Drums that play anew under an 808 keep their kick: the 808 is tuned to it. */
export const kicksUnder808 = ({ part, score, fromTicks, toTicks }: Solo): Bound | undefined => {
  const rides = ({ role, voice, notes }: Part): boolean =>
    role === 'bass' && voice.kind === 'sub' && notes.some(({ startTicks }) => startTicks >= fromTicks && startTicks < toTicks)
  return part.role === 'drums' && score.parts.some(rides) ? ({ pitch }) => pitch === DRUM.kick : undefined
}

/** how far an 808 slides at most, semitones: an octave */
export const WIDEST_GLIDE = 12
/** how long a slide takes at most, ticks; never more than half of the note */
const GLIDE_TICKS = 300
const GLIDE_STEPS = 12

/**
 * Slides: a note that is followed at once by another pitch leans over to it before it is struck, by pitch bend, and the bend is back at
 * zero for the new note. `chance` of the possible slides are made, chosen by where the note lies, so that a bar that stays keeps its slides.
 */
export const glides =
  (share: number) =>
  (player: Player, notes: readonly Note[], frame: Frame): ControlEvent[] => {
    if (player.role !== 'bass' || player.instrument.voice.kind !== 'sub') return []
    const events: ControlEvent[] = [{ kind: 'bend', atTicks: 0, semitones: 0 }]
    notes.forEach((note, index) => {
      const next = notes[index + 1]
      if (!next) return
      const interval = next.pitch - note.pitch
      const place = frame.places[Math.floor(note.startTicks / frame.meter.barTicks)]
      const isTurn = (place?.barInSection ?? 0) % 2 === 1
      const gap = next.startTicks - (note.startTicks + note.lengthTicks)
      const inBar = (note.startTicks % frame.meter.barTicks) / STEP_TICKS
      const wanted = (((inBar * 7 + (place?.barInSection ?? 0) * 3) % 10) + 0.5) / 10 < (isTurn ? share * 1.4 : share)
      if (interval === 0 || Math.abs(interval) > WIDEST_GLIDE || gap > STEP_TICKS || note.lengthTicks < STEP_TICKS * 1.5 || !wanted) return
      const length = Math.min(GLIDE_TICKS, Math.floor(note.lengthTicks / 2))
      const start = note.startTicks + note.lengthTicks - length
      for (let step = 1; step <= GLIDE_STEPS; step++) {
        const through = step / GLIDE_STEPS
        const eased = through * through * (3 - 2 * through)
        events.push({ kind: 'bend', atTicks: start + Math.round((length * step) / GLIDE_STEPS), semitones: Math.round(interval * eased * 100) / 100 })
      }
      events.push({ kind: 'bend', atTicks: Math.max(0, next.startTicks + Math.min(0, next.microTicks)), semitones: 0 })
    })
    return events.toSorted((a, b) => a.atTicks - b.atTicks)
  }
