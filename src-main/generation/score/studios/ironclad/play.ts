import type { Note } from '../../../../../src-shared/score/score.ts'
import { finishedByOwnRules, heard, singMelody } from '../../compose/ensemble.ts'
import type { BarPlace, Sketch } from '../../compose/figure.ts'
import { type Player, playsIn, withEntrances } from '../../compose/players.ts'
import type { EnsembleRequest } from '../../styles/style.ts'
import { powerChord } from './fretboard.ts'
import { rhythmGuitar, riffBass } from './guitars-and-bass.ts'
import { inThirds, shred } from './lead-guitars.ts'
import { metalDrums } from './metal-drums.ts'
import { strokesHeard } from './one-machine.ts'
import type { RiffStyle } from './riff.ts'
import { riffsOf, type SongRiffs } from './riffs-of-song.ts'
import { lowestRoot } from './tunings.ts'

/** The last chord of a rhythm guitar is a power chord on its lowest strings, not a keyboard's voicing. */
const lastChord = (notes: readonly Note[], { tuning }: SongRiffs, root: number, startTicks: number): Note[] => {
  const last = notes.filter((note) => note.startTicks >= startTicks)
  const model = last[0]
  if (!model) return [...notes]
  const chord = powerChord(lowestRoot(root, tuning), tuning).map((pitch, index): Note => ({ ...model, pitch, velocity: 104, microTicks: index * 6 }))
  return [...notes.filter((note) => note.startTicks < startTicks), ...chord]
}

/**
 * The band: one riff a section, read by both rhythm guitars, the bass and the kick drum; leads sing in choruses (in thirds where the section is
 * loud) and run in solos, whose last four bars are harmonised.
 */
export const playMetal =
  (style: RiffStyle) =>
  (asked: EnsembleRequest, band: () => Map<string, Note[]>): Map<string, Note[]> => {
    const request = { ...asked, players: withEntrances(asked.players, asked.styleFor, asked.frame.sections) }
    const { frame, players, slots, random } = request
    const { meter, tempoBpm } = frame
    const riffs = riffsOf(frame, slots, style, random.fork('riffs'))
    const open = frame.closes ? frame.places.slice(0, -1) : frame.places
    const barOf = ({ at }: Sketch): number => Math.floor(at / meter.barTicks)
    const inBars = (sketches: readonly Sketch[], places: readonly BarPlace[]): Sketch[] => {
      const bars = new Set(places.map((place) => place.bar))
      return sketches.filter((sketch) => bars.has(barOf(sketch)))
    }
    const playing = (player: Player): BarPlace[] => open.filter((place) => playsIn(player, players, request.styleFor(player), place))
    const isSolo = (place: BarPlace): boolean => place.section.role === 'solo'

    const leadLine = (player: Player): Sketch[] => {
      const places = playing(player)
      const sung = inBars(
        singMelody(player, request),
        places.filter((place) => !isSolo(place)),
      )
      const range = { low: Math.max(player.instrument.range.low, 55), high: Math.min(player.instrument.range.high, 88) }
      const solo = shred({ meter, tempoBpm, places: places.filter(isSolo), slots, range, random: random.fork(`solo ${player.id}`) })
      return [...sung, ...(style === 'doom' ? solo.filter((_, index) => index % 2 === 0) : solo)].toSorted((a, b) => a.at - b.at)
    }

    // without a lead its second steps forward
    const lead = players.find(({ role }) => role === 'lead') ?? players.find(({ role, instrument }) => role === 'counter' && /guitar/.test(instrument.id))
    const tune = lead ? heard(lead, request, () => leadLine(lead)) : []
    const twinned = open.filter(({ section, barInSection }) => (section.role === 'solo' ? barInSection >= section.barCount - 4 : section.energy >= 0.72))

    const duet = inBars(tune, twinned)
    const guitar = players.find(({ role, instrument }) => role === 'chords' && /guitar/.test(instrument.id))
    const wall = guitar && request.standing?.get(guitar.id)

    const play = (player: Player): Sketch[] | undefined => {
      switch (player.role) {
        case 'drums':
          return metalDrums({
            style,
            meter,
            tempoBpm,
            places: playing(player),
            strokes: wall ? strokesHeard(wall, frame.places) : riffs.strokes,
            random: random.fork('drums'),
          })
        case 'bass':
          return inBars(riffBass(riffs, player.instrument.range.low), playing(player))
        case 'chords':
          return /guitar/.test(player.instrument.id) ? inBars(rhythmGuitar(riffs), playing(player)) : undefined
        case 'lead':
          return player === lead ? [...tune] : undefined
        case 'counter':
          if (player === lead) return [...tune]
          return /guitar/.test(player.instrument.id) ? inThirds(duet.length > 0 ? duet : tune, slots, player.instrument.range) : undefined
        default:
          return undefined
      }
    }

    const { notes, own } = finishedByOwnRules(request, play, band)
    const final = frame.places.at(-1)
    const root = slots.at(-1)?.chord.root
    if (frame.closes && final && root !== undefined)
      for (const player of own) if (player.role === 'chords') notes.set(player.id, lastChord(notes.get(player.id) ?? [], riffs, root, final.startTicks))
    return notes
  }
