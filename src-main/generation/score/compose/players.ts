import type { Plan, PlannedPart } from '../../../../src-shared/generation/plan.ts'
import type { PartRole, Score, Section } from '../../../../src-shared/score/score.ts'
import { findInstrument, findInstrumentByVoice, type Instrument } from '../instruments.ts'
import type { Seat } from '../styles/taste.ts'
import type { BarPlace } from './figure.ts'

/** One musician of the piece. `entersAt` stands in for the seat's own entrance. `turn` counts players that share a role, so that two leads alternate instead of fighting. */
export type Player = {
  readonly id: string
  readonly role: PartRole
  readonly instrument: Instrument
  readonly turn: number
  readonly shares: number
  readonly entersAt?: number
}

/** What a style says about who plays when. */
type Seating = { readonly ensemble: readonly Seat[] }

const seated = (parts: readonly { id: string; role: PartRole; instrument: Instrument }[]): Player[] => {
  const turns = new Map<PartRole, number>()
  return parts.map((part) => {
    const turn = turns.get(part.role) ?? 0
    turns.set(part.role, turn + 1)
    return { ...part, turn, shares: parts.filter((other) => other.role === part.role).length }
  })
}

export const playersOf = (plan: Plan): Player[] => {
  const ids = new Map<string, number>()
  return seated(
    plan.instrumentation.flatMap(({ role, instrument: id }: PlannedPart) => {
      const instrument = findInstrument(id)
      if (!instrument) return []
      const count = (ids.get(role) ?? 0) + 1
      ids.set(role, count)
      return [{ id: count === 1 ? role : `${role}-${count}`, role, instrument }]
    }),
  )
}

/** The players of a score that is already written: the parts are the truth, whatever the plan says. */
export const playersOfScore = (score: Score): Player[] =>
  seated(
    score.parts.flatMap(({ id, role, voice }) => {
      const instrument = findInstrumentByVoice(voice, role)
      return instrument ? [{ id, role, instrument }] : []
    }),
  )

const DEFAULT_ENTRY: Readonly<Record<PartRole, number>> = {
  texture: 0,
  pad: 0,
  chords: 0.1,
  bass: 0.3,
  drums: 0.35,
  arp: 0.4,
  lead: 0.35,
  counter: 0.65,
  percussion: 0.6,
}

const seatOf = (style: Seating, role: PartRole): Pick<Seat, 'entersAt' | 'always' | 'never'> =>
  style.ensemble.find((seat) => seat.role === role) ?? { entersAt: DEFAULT_ENTRY[role], never: role === 'lead' ? ['intro', 'build'] : [] }

const mayPlay = (player: Player, style: Seating, place: BarPlace): boolean => {
  const seat = seatOf(style, player.role)
  const { role } = place.section
  if (player.entersAt !== undefined && player.entersAt < 0) return true
  if (seat.always?.includes(role)) return true
  if (seat.never?.includes(role)) return false
  return place.section.energy >= (player.entersAt ?? seat.entersAt)
}

/** Whoever is in the band plays somewhere: a player for whom no section is lively enough enters in the liveliest that suits. */
export const withEntrances = (players: readonly Player[], styleFor: (player: Player) => Seating, sections: readonly Section[]): Player[] =>
  players.map((player) => {
    const seat = seatOf(styleFor(player), player.role)
    if (sections.some(({ role, energy }) => seat.always?.includes(role) || (!seat.never?.includes(role) && energy >= seat.entersAt))) return player
    const open = sections.filter(({ role }) => !seat.never?.includes(role))
    return { ...player, entersAt: open.length === 0 ? -1 : Math.max(0, Math.max(...open.map(({ energy }) => energy)) - 0.05) }
  })

const HARMONY: readonly PartRole[] = ['chords', 'pad', 'arp', 'bass', 'lead']

/** The player that carries a section on which nobody else would play: there is always somebody who states the harmony. */
const carrierOf = (players: readonly Player[]): Player | undefined =>
  HARMONY.map((role) => players.find((player) => player.role === role)).find((player) => player !== undefined) ?? players[0]

/** Who plays in a bar: seats enter with the energy, leads that share the part take turns section by section. */
export const playsIn = (player: Player, players: readonly Player[], style: Seating, place: BarPlace): boolean => {
  const plays = mayPlay(player, style, place)
  if (plays && player.role === 'lead' && player.shares > 1) return (place.sectionIndex + player.turn) % player.shares === 0
  if (plays) return true
  const harmony = players.some((other) => HARMONY.slice(0, 3).includes(other.role) && mayPlay(other, style, place))
  return !harmony && player === carrierOf(players)
}
