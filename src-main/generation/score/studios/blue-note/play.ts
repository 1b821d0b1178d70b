import type { Note } from '../../../../../src-shared/score/score.ts'
import { finishedByOwnRules, singMelody } from '../../compose/ensemble.ts'
import type { BarPlace, Sketch } from '../../compose/figure.ts'
import type { Player } from '../../compose/players.ts'
import type { EnsembleRequest } from '../../styles/style.ts'
import { comp } from './comping.ts'
import { jazzDrums } from './jazz-drums.ts'
import { soloLine } from './solo-line.ts'
import { bossaBass, walk } from './walking-line.ts'

export type Manner = 'swing' | 'ballad' | 'bossa'

const isSolo = (place: BarPlace): boolean => place.section.role === 'solo'
/** Trading: the soloist has four bars, the drums have four. */
const isDrumsTurn = (place: BarPlace): boolean => place.section.label === 'Fours' && place.barInSection % 8 >= 4

const KEYS = /piano|vibraphone|organ/
const soloCentre: Readonly<Record<Manner, number>> = { swing: 2, ballad: 0, bossa: 1 }

/** Consecutive bars of the same soloist. */
const runsOf = (places: readonly BarPlace[]): BarPlace[][] => {
  const runs: BarPlace[][] = []
  for (const place of places) {
    const last = runs.at(-1)
    if (last && last.at(-1)?.bar === place.bar - 1) last.push(place)
    else runs.push([place])
  }
  return runs
}

/**
 * The band. The lead states the head and improvises first; from the middle of the solos the pianist takes over (where there is one besides the
 * lead), comping with the left hand. Everybody plays the same changes; nobody but the drums plays in the drummer's four bars.
 */
export const playJazz =
  (manner: Manner) =>
  (request: EnsembleRequest, band: () => Map<string, Note[]>): Map<string, Note[]> => {
    const { frame, players, slots, random, adventure } = request
    const { key, meter } = frame
    const open = frame.closes ? frame.places.slice(0, -1) : frame.places
    const lead = players.find(({ role }) => role === 'lead')
    const chords = players.find(({ role }) => role === 'chords')
    const solos = open.filter((place) => isSolo(place) && !isDrumsTurn(place))
    const second = chords && chords.instrument.id !== lead?.instrument.id && KEYS.test(chords.instrument.id) ? chords : undefined
    const turn = lead && second ? Math.ceil(solos.length / 16) * 8 : lead ? solos.length : 0
    const accompanied = players.some(({ role }) => role === 'drums') ? open.filter((place) => !isDrumsTurn(place)) : open
    const takesTurn = new Map<Player, readonly BarPlace[]>()
    if (lead) takesTurn.set(lead, solos.slice(0, turn))
    if (second) takesTurn.set(second, solos.slice(turn))

    const improvise = (player: Player): Sketch[] =>
      runsOf(takesTurn.get(player) ?? []).flatMap((places) => {
        const { low, high } = player.instrument.range
        const isHand = player.role === 'chords'
        const range = { low: Math.max(low, isHand ? 67 : 52), high: Math.min(high, 91) }
        const middle = Math.max(range.low + 9, Math.min(range.high - 11, isHand ? 76 : 69)) + soloCentre[manner]
        const energy = places.reduce((sum, place) => sum + place.energy, 0) / places.length
        const flow = manner === 'swing' ? Math.min(0.95, 0.45 + 0.5 * energy) : manner === 'bossa' ? 0.5 : 0.38
        return soloLine({
          key,
          meter,
          places,
          slots,
          range,
          centre: middle,
          flow: Math.min(1, flow + 0.2 * adventure),
          random: random.fork(`solo ${player.id} ${places[0]?.bar ?? 0}`),
        })
      })

    const headOf = (player: Player): Sketch[] => {
      const sung = singMelody(player, request)
      const solo = new Set(open.filter(isSolo).map((place) => place.bar))
      return sung.filter((note) => !solo.has(Math.floor(note.at / meter.barTicks)))
    }

    const play = (player: Player): Sketch[] | undefined => {
      const stream = random.fork(`part ${player.id}`)
      const isGuitar = /guitar/.test(player.instrument.id)
      switch (player.role) {
        case 'drums':
          return jazzDrums({
            meter,
            places: open,
            random: stream,
            manner: manner === 'bossa' ? 'bossa' : player.instrument.id === 'brush-kit' || manner === 'ballad' ? 'brushes' : 'sticks',
            isAlone: (place) => isDrumsTurn(place) && solos.length > 0,
          })
        case 'bass': {
          const walking = {
            key,
            meter,
            places: accompanied,
            slots,
            random: stream,
            isInTwo: (place: BarPlace) => (manner === 'ballad' ? !isSolo(place) : !isSolo(place) && place.energy < 0.47),
          }
          return manner === 'bossa' ? bossaBass(walking) : walk(walking)
        }
        case 'chords': {
          const four = isGuitar && manner === 'swing' && players.some((other) => other !== player && KEYS.test(other.instrument.id))
          const comping = comp({
            meter,
            places: accompanied,
            slots,
            random: stream,
            manner: four ? 'four-to-the-bar' : manner,
            kind: isGuitar ? 'drop-2' : 'rootless',
            range: player.instrument.range,
          })
          return player === second ? [...comping, ...improvise(player)] : comping
        }
        case 'lead':
          return player === lead ? [...headOf(player), ...improvise(player)].toSorted((a, b) => a.at - b.at) : undefined
        default:
          return undefined
      }
    }

    return finishedByOwnRules(request, play, band).notes
  }
