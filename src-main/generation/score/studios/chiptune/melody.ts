import type { Note } from '../../../../../src-shared/score/score.ts'
import { slotAtTicks } from '../../compose/harmony.ts'
import { monophonic } from '../../compose/humanise.ts'
import type { EnsembleRequest } from '../../styles/style.ts'
import { loopOf } from './structure.ts'

/**
 * The melody agent. Pulse 1 has the tune; pulse 2 is everything that a chord would be: it sings along in thirds and sixths, answers as an
 * echo three sixteenths late, or runs through the chord so fast that it is heard as one.
 */
const ECHO_TICKS = 720
/** an echo is this much softer */
const ECHO_SHARE = 0.55

type Manner = 'run' | 'together' | 'echo'

const modulo12 = (value: number): number => ((value % 12) + 12) % 12

const below = (note: Note, request: EnsembleRequest, low: number): number | undefined => {
  const { chord } = slotAtTicks(request.slots, note.startTicks)
  const gaps = [3, 4, 5, 8, 9].map((gap) => note.pitch - gap).filter((pitch) => pitch >= low)
  return gaps.find((pitch) => chord.tones.includes(modulo12(pitch))) ?? gaps.find((pitch) => chord.scale.includes(modulo12(pitch)))
}

const endOf = (note: Note): number => note.startTicks + note.microTicks + note.lengthTicks

/** Second-pulse notes for a stretch of tune; what they leave free goes to the run through the chord. */
const mannerNotes = (manner: Manner, tune: readonly Note[], request: EnsembleRequest, range: { low: number; high: number }): Note[] => {
  if (manner === 'echo')
    return tune.map((note) => ({ ...note, startTicks: note.startTicks + ECHO_TICKS, velocity: Math.max(1, Math.round(note.velocity * ECHO_SHARE)) }))
  if (manner === 'run') return []
  return tune.flatMap((note) => {
    const pitch = below(note, request, range.low)
    return pitch === undefined || pitch > range.high ? [] : [{ ...note, pitch, velocity: Math.max(1, Math.round(note.velocity * 0.8)) }]
  })
}

const overlaps = (note: Note, others: readonly Note[]): boolean =>
  others.some((other) => note.startTicks < other.startTicks + other.lengthTicks && other.startTicks < note.startTicks + note.lengthTicks)

/** A long note of the tune is struck again by a quick run up to it: the console's ornament, in scale steps. */
const graced = (tune: readonly Note[], request: EnsembleRequest): Note[] => {
  const draw = request.random.fork('graces')
  return tune.flatMap((note, index) => {
    const before = tune[index - 1]
    const room = note.startTicks - (before ? before.startTicks + before.lengthTicks : 0)
    if (note.lengthTicks < 900 || room < 120 || note.startTicks < 240 || !draw.fork(note.startTicks).chance(0.35)) return [note]
    const { chord } = slotAtTicks(request.slots, note.startTicks)
    const step = [1, 2].map((down) => note.pitch - down).find((pitch) => chord.scale.includes(modulo12(pitch)))
    if (step === undefined) return [note]
    return [{ ...note, startTicks: note.startTicks - 60, lengthTicks: 60, pitch: step, velocity: Math.max(1, note.velocity - 14) }, note]
  })
}

export const playConsole = (request: EnsembleRequest, band: () => Map<string, Note[]>): Map<string, Note[]> => {
  const { frame, players, random } = request
  const played = new Map(band())
  const lead = players.find((player) => player.role === 'lead')
  const second = players.find((player) => player.role === 'arp')
  const tune = lead ? monophonic(graced(played.get(lead.id) ?? [], request).toSorted((a, b) => a.startTicks - b.startTicks)) : []
  if (lead) played.set(lead.id, tune)
  if (second && tune.length > 0) {
    const run = played.get(second.id) ?? []
    const barOf = (ticks: number): number => Math.floor(ticks / frame.meter.barTicks)
    const mannerOf = (bar: number): Manner => {
      const place = frame.places[bar]
      if (!place || place.section.role === 'intro' || place.section.role === 'build') return 'run'
      const draw = random.fork(`second ${place.section.label}`)
      if (place.section.energy >= 0.8) return draw.chance(0.6) ? 'together' : 'run'
      return place.section.energy < 0.62 || draw.chance(0.3) ? 'echo' : 'run'
    }
    const sung = (['together', 'echo'] as const).flatMap((manner) =>
      mannerNotes(
        manner,
        tune.filter((note) => mannerOf(barOf(note.startTicks)) === manner),
        request,
        second.instrument.range,
      ),
    )
    const closing = frame.closes ? (frame.barCount - 1) * frame.meter.barTicks : Number.POSITIVE_INFINITY
    const kept = sung.filter((note) => note.startTicks < closing && note.pitch >= second.instrument.range.low && note.pitch <= second.instrument.range.high)
    const free = run.filter((note) => !overlaps(note, kept))
    played.set(second.id, monophonic([...kept, ...free].toSorted((a, b) => a.startTicks - b.startTicks || a.pitch - b.pitch)))
  }
  return new Map([...played].map(([id, notes]) => [id, withinLoop(notes, request)]))
}

/** Nothing rings over the loop's seam: a player that jumps back cuts nothing off. */
const withinLoop = (notes: readonly Note[], { frame }: EnsembleRequest): Note[] => {
  const seam = loopOf({ sections: [...frame.sections], barCount: frame.barCount, ending: frame.ending }).endBar * frame.meter.barTicks
  return notes.map((note) =>
    note.startTicks < seam && endOf(note) > seam ? { ...note, lengthTicks: Math.max(1, seam - note.startTicks - note.microTicks) } : note,
  )
}
