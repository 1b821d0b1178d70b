import type { Arranging } from '../../../../../src-shared/generation/engine.ts'
import type { Plan, RemixControls } from '../../../../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../../../../src-shared/kernel/failure.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import { ticksPerBar } from '../../../../../src-shared/score/musical-time.ts'
import type { LyricLine, Note, Part, Score } from '../../../../../src-shared/score/score.ts'
import { readPull } from '../../plan/index.ts'
import { ensembleOfStyle, styleOf } from '../../styles/index.ts'
import type { Style } from '../../styles/style.ts'
import { chordsOf } from '../compose-score.ts'
import { playEnsemble } from '../ensemble.ts'
import { type Frame, moodOf, placesOf } from '../frame.ts'
import { meterOf } from '../meter.ts'
import { type Player, playersOfScore } from '../players.ts'
import { slotsOf, sortNotes } from './bars.ts'
import { joinMelody } from './join-melody.ts'
import { LEAN } from './lean.ts'
import { reharmonise, shuffledThresholds } from './reharmonise.ts'
import { rememberMotifs } from './remember.ts'

export type RecomposeRequest = {
  /** bars fromBar..toBar-1 are played anew */
  readonly fromBar: number
  readonly toBar: number
  readonly controls: RemixControls
  readonly plan: Plan
  /** what the new bars should be like; empty: like the song */
  readonly prompt?: string | undefined
  /** an arranger's word: how lively, and who rests */
  readonly arranging?: Arranging | undefined
  readonly random: Random
}

const clamp = (value: number): number => Math.max(0, Math.min(1, value))

/** The frame of a written score: its own sections and tempo, with the region's energy moved where prompt and Structure Consistency say. */
const frameOfScore = (score: Score, request: RecomposeRequest, pulledEnergy: number | undefined, grid: Frame['swing']['grid'], swing: number): Frame => {
  const { plan, controls, fromBar, toBar, random } = request
  const meter = meterOf(score.timeSignature)
  const lift = (random.fork('lift').chance(0.5) ? 1 : -1) * 0.45 * (1 - controls.structureConsistency) ** 1.5
  const wanted = request.arranging?.energy
  const bent = (energy: number): number =>
    wanted ?? clamp(energy + lift + (pulledEnergy === undefined ? 0 : (pulledEnergy - energy) * controls.genreShift * 0.8))
  const places = placesOf(score.sections, meter).map((place) =>
    place.bar >= fromBar && place.bar < toBar
      ? { ...place, energy: bent(place.energy), section: { ...place.section, energy: bent(place.section.energy) } }
      : place,
  )
  return {
    key: score.key,
    meter,
    tempoBpm: score.tempoMap[0]?.tempoBpm ?? plan.tempoBpm,
    swing: { amount: swing, grid },
    sections: score.sections,
    places,
    barCount: score.barCount,
    lengthSeconds: plan.lengthSeconds,
    ending: score.ending,
    mood: moodOf(plan, styleOf(plan.style)),
    closes: score.ending !== 'fade',
  }
}

type Choice = { readonly style: Style; readonly renew: boolean; readonly shifted: boolean }

/** Which players change their style (Genre Shift) and which play new notes at all (Weirdness, and Melody Loyalty for those around the tune). */
const chooses = (players: readonly Player[], own: Style, target: Style, controls: RemixControls, random: Random): Map<string, Choice> => {
  const shifts = shuffledThresholds(players.length, random.fork('shift'))
  const renewals = shuffledThresholds(players.length, random.fork('renew'))
  // who plays as one machine shares the threshold of its first player
  const together = players.findIndex(({ role }) => own.renewsTogether?.includes(role))
  const around = 1 - (0.85 - 0.85 * controls.weirdness) * (1 - 0.5 * clamp(2 * controls.melodyLoyalty - 1))
  return new Map(
    players.map((player, index) => {
      const shifted = target !== own && (shifts[index] ?? 1) < controls.genreShift && (target.figures[player.role] !== undefined || player.role === 'lead')
      const drawn = own.renewsTogether?.includes(player.role) ? together : index
      const renew = shifted || (renewals[drawn] ?? 1) < around
      return [player.id, { style: shifted ? target : own, renew, shifted }]
    }),
  )
}

/** Fresh notes may ring past the region only until the old part plays again. */
const within = (fresh: readonly Note[], toTicks: number, firstAfter: Note | undefined, ends: boolean): Note[] =>
  fresh.map((note) => {
    if (ends) return note
    const limit = firstAfter ? firstAfter.startTicks + firstAfter.microTicks : Number.POSITIVE_INFINITY
    const stop = Math.max(toTicks, note.startTicks + 30)
    const end = note.startTicks + note.microTicks + note.lengthTicks
    if (end <= stop) return note
    return { ...note, lengthTicks: Math.max(1, Math.min(note.lengthTicks, Math.max(limit, note.startTicks + 30) - note.startTicks - note.microTicks)) }
  })

/**
 * Plays some bars of a piece anew in the same key, metre, tempo and instrumentation. Notes that start outside the bars stay the very same
 * objects and ring into the region as they did; the tune enters and leaves within a sixth or over a rest.
 *
 * @throws RangeError the bars are not inside the score
 * @throws FailureError `regenerate.player-bound`: what the one player plays follows from what the others play
 */
export const recomposeBars = (score: Score, request: RecomposeRequest): Score => {
  const { fromBar, toBar, controls, plan, random } = request
  if (!(fromBar >= 0 && toBar > fromBar && toBar <= score.barCount)) throw new RangeError(`no bars ${fromBar}..${toBar} in ${score.barCount}`)
  const own = styleOf(plan.style)
  const pull = request.prompt ? readPull(request.prompt, ensembleOfStyle(plan.style)) : {}
  const target = pull.style ? styleOf(pull.style) : own
  const bends = target !== own && controls.genreShift > 0.5
  const swing = plan.swing + ((bends ? (target.swing.low + target.swing.high) / 2 : plan.swing) - plan.swing) * controls.genreShift
  const frame = frameOfScore(score, request, pull.energy, bends ? target.swing.grid : own.swing.grid, swing)
  const players = playersOfScore(score)
  if (own.recompose) return own.recompose(score, { frame, players, random, fromBar, toBar, controls, arranging: request.arranging })
  const only = request.arranging?.only
  const drawn = chooses(players, own, target, controls, random)
  const choices = new Map(
    [...drawn].map(([id, choice]) => [id, { ...choice, renew: choice.renew || score.parts.find((part) => part.id === id)?.name === only }]),
  )
  const ends = frame.closes && toBar === score.barCount
  const oldSlots = slotsOf(score)
  // one player against a new harmony would play wrong notes
  const { slots, changedBars } = only
    ? { slots: oldSlots, changedBars: new Set<number>() }
    : reharmonise(score, oldSlots, { fromBar, toBar, keepLast: ends }, controls, own, random.fork('harmony'))
  const label = score.sections.findLast((section) => section.startBar <= fromBar)?.label ?? ''
  const motifs = rememberMotifs(score, label)
  const remembered = motifs.slice(0, Math.round((1 - controls.weirdness) * motifs.length))
  const played = playEnsemble({
    frame,
    players,
    slots,
    style: own,
    styleFor: (player) => choices.get(player.id)?.style ?? own,
    random: random.fork('players'),
    adventure: controls.weirdness,
    remembered,
    standing: only === undefined ? undefined : new Map(score.parts.filter(({ name }) => name !== only).map(({ id, notes }) => [id, notes])),
  })

  const barTicks = ticksPerBar(score.timeSignature)
  const [fromTicks, toTicks] = [fromBar * barTicks, toBar * barTicks]
  const tuneKept = clamp(controls.melodyLoyalty + (1 - controls.melodyLoyalty) * 0.4 * (1 - controls.weirdness))
  const tuneThresholds = shuffledThresholds(toBar - fromBar, random.fork('tune'))
  /** what stays is struck as the arranger wants it */
  const leaned = (note: Note): Note => {
    const wanted = request.arranging?.energy
    const place = wanted === undefined ? undefined : score.sections.findLast(({ startBar }) => startBar * barTicks <= note.startTicks)
    if (wanted === undefined || !place) return note
    return { ...note, velocity: Math.round(Math.max(1, Math.min(127, note.velocity * (1 + LEAN * (wanted - place.energy))))) }
  }
  const parts = score.parts.map((part): Part => {
    const choice = choices.get(part.id)
    const player = players.find((candidate) => candidate.id === part.id)
    if (!choice || !player || part.role === 'texture') return part
    const fresh = played.get(part.id) ?? []
    const renews = (bar: number): boolean => {
      if (part.role === 'lead') return (tuneThresholds[bar - fromBar] ?? 0) >= tuneKept
      if (choice.renew) return true
      const pitched = part.role !== 'drums' && part.role !== 'percussion'
      return (pitched && changedBars.has(bar)) || (bar === toBar - 1 && part.role === 'drums' && toBar - fromBar > 1)
    }
    const bound = only === part.name ? own.bound?.({ part, score, fromTicks, toTicks, meter: frame.meter }) : undefined
    if (typeof bound === 'string') throw new FailureError(failure('regenerate.player-bound', bound))
    const stays = bound ?? (() => false)
    const before = part.notes.filter((note) => note.startTicks < fromTicks)
    const after = part.notes.filter((note) => note.startTicks >= toTicks)
    const isInside = ({ startTicks }: Note): boolean => startTicks >= fromTicks && startTicks < toTicks
    const kept = part.notes.filter((note) => isInside(note) && (stays(note) || !renews(Math.floor(note.startTicks / barTicks))))
    if (request.arranging?.rests.includes(part.role)) {
      return { ...part, notes: part.notes.filter((note) => note.startTicks < fromTicks || note.startTicks >= toTicks) }
    }
    const inRegion = fresh.filter((note) => isInside(note) && !stays(note) && renews(Math.floor(note.startTicks / barTicks)))
    const ringing = before.reduce((end, note) => Math.max(end, note.startTicks + note.microTicks + note.lengthTicks), 0)
    const clear = player.instrument.monophonic ? inRegion.filter((note) => note.startTicks + note.microTicks >= ringing - 60) : inRegion
    const entering = clear.map((note) => (note.startTicks === fromTicks && note.microTicks < 0 ? { ...note, microTicks: 0 } : note))
    const renewed = within(entering, toTicks, after[0], ends)
    const newNotes = new Set(renewed)
    let middle = sortNotes([...kept.map(leaned), ...renewed])
    if (part.role === 'lead' || part.role === 'counter') {
      const edge = [...before.slice(-1), ...middle, ...after.slice(0, 1)]
      const joined = joinMelody(edge, newNotes, slots, player.instrument.range, barTicks / frame.meter.beats.length)
      middle = joined.slice(before.length > 0 ? 1 : 0, joined.length - (after.length > 0 ? 1 : 0))
    }
    if (player.instrument.monophonic) middle = trimmed(middle, after[0])
    const notes = [...before, ...middle, ...after]
    // they follow from the notes alone, so that those of old bars come out as they were
    const controls = own.controls?.(player, notes, frame)
    return { ...part, notes, controls: controls ? [...controls] : part.controls }
  })
  const lyrics = withWords(score, own.lyrics?.({ plan, frame, random: random.fork('words') }) ?? [], fromBar, toBar)
  return { ...score, ...(lyrics && { lyrics }), chords: changedBars.size > 0 ? chordsOf(slots) : score.chords, parts }
}

/** Bars that have no words yet get some; those that have keep theirs, so that rhymes across the seam hold. */
const withWords = (score: Score, fresh: readonly LyricLine[], fromBar: number, toBar: number): LyricLine[] | undefined => {
  const known = score.lyrics ?? []
  const isWordless = !known.some(({ bar }) => bar >= fromBar && bar < toBar)
  const added = isWordless && score.lyrics ? fresh.filter(({ bar }) => bar >= fromBar && bar < toBar) : []
  return score.lyrics && [...known, ...added].toSorted((a, b) => a.bar - b.bar)
}

/** One voice at a time: each note stops where the next one starts, also across the seam to the old notes. */
const trimmed = (notes: readonly Note[], firstAfter: Note | undefined): Note[] =>
  notes.map((note, index) => {
    const next = notes[index + 1] ?? firstAfter
    if (!next) return note
    const room = next.startTicks + next.microTicks - note.startTicks - note.microTicks
    return note.lengthTicks > room ? { ...note, lengthTicks: Math.max(1, room) } : note
  })
