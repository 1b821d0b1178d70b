import type { Plan } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Chord, ControlEvent, Note, Part, Score } from '../../../../src-shared/score/score.ts'
import { styleOf } from '../styles/index.ts'
import type { Style } from '../styles/style.ts'
import { playEnsemble } from './ensemble.ts'
import type { Slot } from './figure.ts'
import { type Frame, frameOf } from './frame.ts'
import { writeHarmony } from './harmony.ts'
import { withOwnNames } from './part-names.ts'
import type { Piece } from './piece.ts'
import { type Player, playersOf } from './players.ts'

export const chordsOf = (slots: readonly Slot[]): Chord[] =>
  slots.map(({ startTicks, lengthTicks, chord }) => ({
    startTicks,
    lengthTicks,
    root: chord.root,
    pitchClasses: [...chord.tones],
    bass: chord.bass,
    symbol: chord.symbol,
    roman: chord.roman,
  }))

/** Pads breathe: expression swells over four bars and follows the energy of the section. */
const swells = (player: Player, frame: Frame): ControlEvent[] => {
  if (player.role !== 'pad' || player.instrument.voice.kind !== 'soundfont') return []
  return frame.places.flatMap((place): ControlEvent[] => {
    const last = frame.closes && place.bar === frame.barCount - 1
    return [0, 0.25, 0.5, 0.75].map((part) => {
      const phrase = ((place.bar % 4) + part) / 4
      const value = last ? 104 : Math.round(78 + 22 * Math.sin(Math.PI * phrase) + 20 * place.energy)
      return { kind: 'cc', atTicks: place.startTicks + Math.round(part * frame.meter.barTicks), number: 11, value: Math.min(127, value) }
    })
  })
}

/** Whoever is recorded twice stands left and right. */
const mixOf = ({ role, turn, shares, instrument: { id, mix } }: Player, style: Style): Part['mix'] => {
  const seat = style.ensemble.find((chair) => chair.role === role && chair.instruments.includes(id))
  const seated = seat?.mix ? { ...mix, ...seat.mix } : mix
  return seat?.isDoubled && shares > 1 ? { ...seated, pan: turn % 2 === 0 ? -Math.abs(seated.pan) : Math.abs(seated.pan) } : seated
}

export const partOf = (player: Player, notes: readonly Note[], frame: Frame, style: Style): Part => ({
  id: player.id,
  name: player.instrument.name,
  role: player.role,
  voice: player.instrument.voice,
  notes: [...notes],
  controls: [...(style.controls?.(player, notes, frame) ?? swells(player, frame))],
  mix: mixOf(player, style),
})

export const scoreOf = (style: Style, frame: Frame, slots: readonly Slot[], parts: readonly Part[]): Score => ({
  version: 1,
  style: style.id,
  key: frame.key,
  timeSignature: frame.meter.signature,
  tempoMap: [{ atTicks: 0, tempoBpm: frame.tempoBpm }],
  barCount: frame.barCount,
  sections: [...frame.sections],
  chords: chordsOf(slots),
  parts: withOwnNames(parts),
  ending: frame.ending,
  master: { ...style.master, brightnessDb: Math.round((style.master.brightnessDb + (frame.mood.valence - 0.5) * 2.5 + frame.mood.drive * 2) * 10) / 10 },
})

const scoreOfPiece = ({ slots, tempoMap, themeSeed, parts }: Piece, style: Style, frame: Frame, players: readonly Player[]): Score => ({
  ...scoreOf(
    style,
    frame,
    slots,
    players.map((player): Part => {
      const { name = player.instrument.name, notes = [], controls = [], directions = [] } = parts.get(player.id) ?? {}
      return { ...partOf(player, notes, frame, style), name, controls: [...controls], ...(directions.length > 0 && { directions: [...directions] }) }
    }),
  ),
  tempoMap: [...tempoMap],
  themeSeed,
})

/** How a whole piece is written. `closes` false: the music goes on after the last bar (the hole of a cut & stitch). `adventure` 0..1: how unusual. */
export type ComposeOptions = { readonly closes?: boolean; readonly adventure?: number }

export const composeFrame = (plan: Plan, random: Random, { closes, adventure = 0 }: ComposeOptions = {}): Score => {
  const style = styleOf(plan.style)
  const frame = frameOf(plan, style, closes)
  const players = playersOf(plan)
  if (style.compose) return scoreOfPiece(style.compose({ frame, players, random }), style, frame, players)
  const harmony = {
    key: frame.key,
    meter: frame.meter,
    sections: frame.sections,
    taste: style.harmony,
    closes: frame.closes,
    random: random.fork('harmony'),
  }
  const slots = style.harmonise?.(harmony) ?? writeHarmony(harmony)
  const notes = playEnsemble({ frame, players, slots, style, styleFor: () => style, random, adventure })
  const lyrics = style.lyrics?.({ plan, frame, random: random.fork('words') }) ?? []
  const score = scoreOf(
    style,
    frame,
    slots,
    players.map((player) => partOf(player, notes.get(player.id) ?? [], frame, style)),
  )
  return lyrics.length > 0 ? { ...score, lyrics: [...lyrics] } : score
}
