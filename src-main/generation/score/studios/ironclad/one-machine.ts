import type { Note, Part } from '../../../../../src-shared/score/score.ts'
import type { BarPlace } from '../../compose/figure.ts'
import type { Bound, Solo } from '../../compose/solo.ts'
import { findInstrumentByVoice } from '../../instruments.ts'
import { MUTED_TICKS } from './guitars-and-bass.ts'
import type { Stroke } from './riffs-of-song.ts'

const isGuitar = ({ voice, role }: Part): boolean => /guitar/.test(findInstrumentByVoice(voice, role)?.id ?? '')

/**
 * What the band plays as one machine: the riff is the guitars', the bass doubles it, the kick lies under it; the harmony guitar sings the lead's
 * tune a third away. A lead may leave its tune where nobody sings along, drums always (they listen to the riff that stands).
 */
export const boundByRiff = ({ part, score, fromTicks, toTicks, meter }: Solo): Bound | undefined => {
  const isInside = ({ startTicks }: Note): boolean => startTicks >= fromTicks && startTicks < toTicks
  const others = score.parts.filter(({ id, notes }) => id !== part.id && notes.some(isInside))
  const together = 'Play these bars anew with everybody, or choose the drums or the lead.'
  if (part.role === 'chords' && isGuitar(part) && others.some(({ role }) => role === 'bass'))
    return `${part.name} and the bass play one riff here: neither can play something else alone. ${together}`
  if (part.role === 'bass' && others.some((other) => other.role === 'chords' && isGuitar(other)))
    return `${part.name} doubles the riff of the guitars here and has nothing to play alone. ${together}`
  const leads = others.filter((other) => (other.role === 'lead' || other.role === 'counter') && isGuitar(other))
  if (part.role === 'counter' && isGuitar(part) && leads.length > 0)
    return `${part.name} sings the tune of ${leads[0]?.name ?? 'the lead'} a third away and has nothing to play alone. Choose ${leads[0]?.name ?? 'the lead'}, or play these bars anew with everybody.`
  const twin = part.role === 'lead' ? leads.find(({ role }) => role === 'counter') : undefined
  if (!twin) return undefined
  const barOf = ({ startTicks }: Note): number => Math.floor(startTicks / meter.barTicks)
  const sungTogether = new Set(twin.notes.filter(isInside).map(barOf))
  const own = new Set(part.notes.filter(isInside).map(barOf))
  if ([...own].every((bar) => sungTogether.has(bar)))
    return `${part.name} and ${twin.name} play in thirds here: neither can play something else alone. Choose bars where only one of them plays, or play these anew with everybody.`
  return (note) => sungTogether.has(barOf(note))
}

/** The strokes of a guitar that stands, for a drummer who plays anew under it: single notes under the palm, everything else open. */
export const strokesHeard = (notes: readonly Note[], places: readonly BarPlace[]): Stroke[] => {
  const barTicks = (places[1]?.startTicks ?? Number.POSITIVE_INFINITY) - (places[0]?.startTicks ?? 0)
  return [...Map.groupBy(notes, ({ startTicks }) => startTicks)].flatMap(([at, grip]): Stroke[] => {
    const place = places[Math.floor(at / barTicks)]
    const [lowest] = grip.toSorted((a, b) => a.pitch - b.pitch)
    if (!place || !lowest) return []
    const { pitch, lengthTicks: length } = lowest
    const kind = grip.length > 1 ? 'chord' : length <= MUTED_TICKS ? 'mute' : 'note'
    return [{ at, length, pitch, root: pitch, kind, accent: false, place }]
  })
}
