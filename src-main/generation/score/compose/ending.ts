import { TICKS_PER_QUARTER } from '../../../../src-shared/kernel/units.ts'
import type { EnsembleRequest } from '../styles/style.ts'
import { tonicOf } from './chord-spec.ts'
import type { Sketch } from './figure.ts'
import { nearestPitch } from './figures/bass.ts'
import { DRUM } from './figures/drums.ts'
import { slotAtTicks } from './harmony.ts'
import { type Player, playsIn } from './players.ts'
import { voice } from './voicing.ts'

/** How long the last chord sounds: to just before the end of the piece when it rings, one beat when it is cut. */
const finalLength = ({ frame }: EnsembleRequest, startTicks: number): number => {
  if (frame.ending === 'cold') return TICKS_PER_QUARTER
  const endTicks = (frame.lengthSeconds * frame.tempoBpm * TICKS_PER_QUARTER) / 60
  return Math.max(frame.meter.barTicks / 2, Math.round(endTicks - startTicks - (0.5 * frame.tempoBpm * TICKS_PER_QUARTER) / 60))
}

/** The last bar: everybody who has been playing lands on the tonic together, on the downbeat. */
export const finalNotes = (player: Player, request: EnsembleRequest, before: readonly Sketch[]): Sketch[] => {
  const { frame, slots, players } = request
  const place = frame.places.at(-1)
  if (!place) return []
  const { startTicks } = place
  const recently = before.some((note) => note.at >= startTicks - 2 * frame.meter.barTicks)
  if (!recently && frame.barCount > 2) return []
  if (frame.barCount <= 2 && !recently && !playsIn(player, players, request.styleFor(player), place)) return []
  const chord = slotAtTicks(slots, startTicks).chord
  const length = finalLength(request, startTicks)
  const { low, high } = player.instrument.range
  const last = before.at(-1)?.pitch
  const force = 0.5 + 0.25 * place.energy
  if (player.role === 'texture') return []
  if (player.role === 'drums' || player.role === 'percussion') {
    const hits: Sketch[] = [{ at: startTicks, length: 240, pitch: DRUM.kick, force: force + 0.1 }]
    if (frame.ending === 'cold') hits.push({ at: startTicks, length: 240, pitch: DRUM.snare, force })
    else if (place.energy > 0.3) hits.push({ at: startTicks, length, pitch: DRUM.crash, force: force * 0.75 })
    return player.role === 'drums' ? hits : []
  }
  if (player.role === 'bass')
    return [{ at: startTicks, length, pitch: nearestPitch(chord.root, last ?? low + 10, { low: Math.max(28, low), high: Math.min(52, high) }), force }]
  if (player.role === 'lead' || player.role === 'counter') {
    const goal = player.role === 'lead' ? tonicOf(frame.key) : (chord.tones[1] ?? chord.root)
    return [{ at: startTicks, length, pitch: nearestPitch(goal, last ?? (low + high) / 2, { low, high }), force }]
  }
  const range = { low: Math.max(low, 48), high: Math.min(high, 79), voices: player.instrument.monophonic ? 1 : 4 }
  const pitches = player.instrument.monophonic ? [nearestPitch(chord.root, last ?? 64, range)] : voice(chord, range, undefined)
  return pitches.map((pitch, index) => ({ at: startTicks, length, pitch, force, spreadTicks: frame.ending === 'cold' ? 0 : index * 45 }))
}
