import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Note } from '../../../../src-shared/score/score.ts'
import type { EnsembleRequest, FigureChoice } from '../styles/style.ts'
import { answers, parallelVoice } from './counterpoint.ts'
import { finalNotes } from './ending.ts'
import type { BarPlace, Scene, Sketch } from './figure.ts'
import { DRUM, drumPickup } from './figures/drums.ts'
import type { Frame } from './frame.ts'
import { slotAtTicks } from './harmony.ts'
import { humanise, monophonic, withoutOverlaps } from './humanise.ts'
import { writeMelody } from './melody.ts'
import { type Player, playsIn, withEntrances } from './players.ts'
import { sketchesOf } from './solo.ts'
import { type VoicingRange, voiceLead } from './voicing.ts'

/** What a player does already, where only one is drawn anew; else what was just drawn. */
export const heard = (player: Player, { standing }: EnsembleRequest, drawn: () => readonly Sketch[]): readonly Sketch[] => {
  const notes = standing?.get(player.id)
  return notes ? sketchesOf(notes) : drawn()
}

const VOICES: Readonly<Record<string, { low: number; high: number; voices: number }>> = {
  chords: { low: 50, high: 70, voices: 4 },
  pad: { low: 48, high: 77, voices: 4 },
  arp: { low: 55, high: 82, voices: 4 },
  counter: { low: 52, high: 74, voices: 3 },
}

const comfortable = (player: Player, request: EnsembleRequest): VoicingRange => {
  const wish = VOICES[player.role] ?? { low: 50, high: 76, voices: 3 }
  const { low, high } = player.instrument.range
  const grounded = request.players.some((other) => other.role === 'bass')
  const shift = Math.round((request.frame.mood.valence - 0.5) * 4)
  const rooted = !grounded && (player.role === 'chords' || player.role === 'pad')
  const from = Math.max(low, Math.min(wish.low + (rooted ? -5 : shift), high - 14))
  return { low: from, high: Math.min(high, Math.max(wish.high + shift, from + 16)), voices: wish.voices, rooted }
}

const isGuitar = (player: Player): boolean => /guitar|banjo/.test(player.instrument.id)

const rangeFor = (player: Player): { low: number; high: number } => {
  const { low, high } = player.instrument.range
  if (player.role === 'bass') return { low: Math.max(low, 28), high: Math.min(high, 52) }
  if (player.role === 'counter') return { low: Math.max(low, 50), high: Math.min(high, 72) }
  if (player.role === 'arp') return { low: Math.max(low, 52), high: Math.min(high, 88) }
  return { low, high }
}

const chooseFigure = (choices: readonly FigureChoice[], energy: number, adventure: number, random: Random): FigureChoice | undefined => {
  if (choices.length === 0) return undefined
  const fit = choices.map(({ energy: [from, to], weight = 1 }) => {
    const off = energy < from ? from - energy : energy > to ? energy - to : 0
    // among those that fit, a lively section rather takes the figure written for more energy
    const centred = Math.exp(-(((energy - (from + to) / 2) / (0.3 + adventure)) ** 2))
    return weight * centred * Math.exp(-((off / (0.12 + 0.6 * adventure)) ** 2))
  })
  return choices[random.weighted(fit)]
}

/** Bar by bar: the figure of this label at this energy plays the chords of the bar. */
const playFigures = (player: Player, request: EnsembleRequest, kicks: ReadonlyMap<number, number[]>): Sketch[] => {
  const { frame, slots, random, adventure } = request
  const style = request.styleFor(player)
  const stream = random.fork(`part ${player.id}`)
  const wanted = comfortable(player, request)
  const voicings = voiceLead(
    slots,
    isGuitar(player) && player.role === 'chords' ? { ...wanted, low: Math.max(player.instrument.range.low, 45), voices: 5 } : wanted,
  )
  const sketches: Sketch[] = []
  let lastPitch: number | undefined
  let slotIndex = 0
  for (const place of frame.places) {
    const end = place.startTicks + frame.meter.barTicks
    while (slotIndex < slots.length - 1 && (slots[slotIndex]?.startTicks ?? 0) + (slots[slotIndex]?.lengthTicks ?? 0) <= place.startTicks) slotIndex++
    if (frame.closes && place.bar === frame.barCount - 1) continue
    const next = frame.places[place.bar + 1]
    const leadsIn =
      player.role === 'drums' && place.barInSection === place.section.barCount - 1 && next !== undefined && playsIn(player, request.players, style, next)
    const plays = playsIn(player, request.players, style, place)
    if (!plays && !leadsIn) continue
    const inBar = []
    for (let i = slotIndex; i < slots.length; i++) {
      const slot = slots[i]
      if (!slot || slot.startTicks >= end) break
      inBar.push({ ...slot, voicing: voicings[i] ?? [] })
    }
    const shared = stream.fork(`label ${place.section.label}`)
    const choices = style.sectionFigures?.[place.section.role]?.[player.role] ?? style.figures[player.role] ?? []
    const choice = chooseFigure(choices, place.section.energy, adventure, shared.fork('figure'))
    if (!choice) continue
    const scene: Scene = {
      place,
      meter: frame.meter,
      slots: inBar,
      nextChord: slotAtTicks(slots, end).chord,
      range: rangeFor(player),
      kicks: kicks.get(place.bar) ?? [],
      lastPitch,
      shared: shared.fork('details'),
      fresh: stream.fork(`bar ${place.bar}`),
      adventure,
    }
    const played = plays ? choice.play(scene) : drumPickup(scene)
    lastPitch = played.at(-1)?.pitch ?? lastPitch
    sketches.push(...played)
  }
  return sketches
}

/** The tune of a lead, by the style's melody taste, in the bars where its seat plays. */
export const singMelody = (player: Player, request: EnsembleRequest): Sketch[] => {
  const { frame, slots, random, adventure } = request
  const style = request.styleFor(player)
  const { low, high } = player.instrument.range
  const { valence, drive } = frame.mood
  const centre = Math.max(low + 8, Math.min(high - 8, style.melody.centre + Math.round((valence - 0.5) * 6)))
  const busier = Math.max(0.75, Math.min(1.3, 1 + drive * 0.5))
  const density: readonly [number, number] = [style.melody.density[0] * busier, style.melody.density[1] * busier]
  return writeMelody({
    key: frame.key,
    meter: frame.meter,
    places: frame.places,
    slots,
    taste: {
      ...style.melody,
      centre,
      density,
      rest: request.players.some((other) => other.role !== 'lead' && other.role !== 'texture') ? style.melody.rest : 0,
    },
    range: { low, high },
    playsIn: (place: BarPlace) => !(frame.closes && place.bar === frame.barCount - 1) && playsIn(player, request.players, style, place),
    random: random.fork('melody'),
    adventure,
    remembered: request.remembered ?? [],
  })
}

const kicksByBar = (drums: readonly Sketch[], barTicks: number): Map<number, number[]> => {
  const kicks = new Map<number, number[]>()
  for (const note of drums) {
    if (note.pitch !== DRUM.kick) continue
    const bar = Math.floor(note.at / barTicks)
    kicks.set(bar, [...(kicks.get(bar) ?? []), note.at])
  }
  return kicks
}

/** Second voices listen to the tune: in the loudest sections they sing along below it, elsewhere they answer its rests over their own slow line. */
const accompanyTune = (player: Player, request: EnsembleRequest, own: readonly Sketch[], tune: readonly Sketch[]): Sketch[] => {
  const { frame, slots } = request
  const random = request.random.fork(`part ${player.id}`).fork('tune')
  const playing = new Set(own.map((note) => Math.floor(note.at / frame.meter.barTicks)))
  const places = frame.places.filter((place) => playing.has(place.bar))
  const together = new Set(
    places.filter((place) => place.section.energy >= 0.74 && random.fork(`label ${place.section.label}`).chance(0.7)).map((place) => place.bar),
  )
  const barOf = (note: Sketch): number => Math.floor(note.at / frame.meter.barTicks)
  const counter = { tune, slots, places, meter: frame.meter, range: rangeFor(player), random }
  const sung = parallelVoice({ ...counter, tune: tune.filter((note) => together.has(barOf(note))) })
  const replies = answers({ ...counter, places: places.filter((place) => !together.has(place.bar)) })
  const replied = new Set(replies.map(barOf))
  const firstReply = new Map(replies.toReversed().map((note) => [barOf(note), note.at]))
  const held = own
    .filter((note) => !together.has(barOf(note)) || !sung.some((other) => barOf(other) === barOf(note)))
    .map((note) =>
      replied.has(barOf(note))
        ? { ...note, length: Math.max(60, Math.min(note.length, (firstReply.get(barOf(note)) ?? note.at + note.length) - note.at)) }
        : note,
    )
    .filter((note) => !replied.has(barOf(note)) || note.at < (firstReply.get(barOf(note)) ?? Number.POSITIVE_INFINITY))
  return [...held, ...sung, ...replies].toSorted((x, y) => x.at - y.at)
}

const WEIGHT: Readonly<Partial<Record<Player['role'], number>>> = {
  drums: 1,
  lead: 1,
  bass: 0.7,
  chords: 0.7,
  pad: 0.5,
  arp: 0.4,
  counter: 0.3,
  percussion: 0.3,
}

/** How far each bar's players stand alone, 0 everybody plays .. 1 nobody: who is exposed plays out, as a mixing hand on the fader would do. */
const exposure = (sketches: ReadonlyMap<string, readonly Sketch[]>, players: readonly Player[], frame: Frame): Float64Array => {
  const crowd = new Float64Array(frame.barCount + 1)
  for (const player of players) {
    const bars = new Set<number>()
    for (const { at, length } of sketches.get(player.id) ?? [])
      for (let bar = Math.floor(at / frame.meter.barTicks); bar * frame.meter.barTicks < at + length && bar < crowd.length; bar++) bars.add(bar)
    for (const bar of bars) crowd[bar] = (crowd[bar] ?? 0) + (WEIGHT[player.role] ?? 0)
  }
  const most = Math.max(0.1, ...crowd)
  // a build saves its strength for what follows
  return crowd.map((sum, bar) => (frame.places[bar]?.section.role === 'build' ? 0 : 1 - sum / most))
}

/** The last chord, then hands and breath: what was written on the grid becomes what is played. */
const finished = (sketches: ReadonlyMap<string, Sketch[]>, request: EnsembleRequest): Map<string, Note[]> => {
  const { frame, players, random } = request
  if (frame.closes) for (const player of players) sketches.get(player.id)?.push(...finalNotes(player, request, sketches.get(player.id) ?? []))
  const exposed = exposure(sketches, players, frame)
  return new Map(
    players.map((player) => {
      const style = request.styleFor(player)
      const notes = humanise(sketches.get(player.id) ?? [], {
        role: player.role,
        feel: style.feel,
        swing: frame.swing,
        tempoBpm: frame.tempoBpm,
        meter: frame.meter,
        places: frame.places,
        exposed,
        random: random.fork(`hands ${player.id}`),
      })
      return [player.id, withoutOverlaps(player.instrument.monophonic ? monophonic(notes, player.role === 'drums' || player.role === 'percussion') : notes)]
    }),
  )
}

/**
 * The ending of a studio's own band: `play` gives what a player plays by its rules; whoever it leaves out plays the ordinary band's part.
 */
export const finishedByOwnRules = (
  request: EnsembleRequest,
  play: (player: Player) => Sketch[] | undefined,
  band: () => ReadonlyMap<string, Note[]>,
): { readonly notes: Map<string, Note[]>; readonly own: readonly Player[] } => {
  const sketches = new Map<string, Sketch[]>()
  for (const player of request.players) {
    const played = play(player)
    if (played) sketches.set(player.id, played)
  }
  const own = request.players.filter(({ id }) => sketches.has(id))
  const notes = finished(sketches, { ...request, players: own })
  if (own.length < request.players.length) for (const { id } of request.players) if (!notes.has(id)) notes.set(id, band().get(id) ?? [])
  return { notes, own }
}

/** Figures and melody writer: drums first, because the bass locks with the kick; then everybody else; then the ending; then hands and breath. */
const playBand = (asked: EnsembleRequest): Map<string, Note[]> => {
  const request = { ...asked, players: withEntrances(asked.players, asked.styleFor, asked.frame.sections) }
  const { frame, players } = request
  const sketches = new Map<string, Sketch[]>()
  const drummers = players.filter((player) => player.role === 'drums')
  for (const player of drummers) sketches.set(player.id, playFigures(player, request, new Map()))
  const kicks = kicksByBar(
    drummers.flatMap((player) => heard(player, request, () => sketches.get(player.id) ?? [])),
    frame.meter.barTicks,
  )
  for (const player of players) {
    if (player.role === 'drums') continue
    sketches.set(player.id, player.role === 'lead' ? singMelody(player, request) : playFigures(player, request, kicks))
  }
  const tune = players.filter(({ role }) => role === 'lead').flatMap((player) => heard(player, request, () => sketches.get(player.id) ?? []))
  for (const player of players) if (player.role === 'counter') sketches.set(player.id, accompanyTune(player, request, sketches.get(player.id) ?? [], tune))
  return finished(sketches, request)
}

/** Plays the whole piece, by the style's own rules where it has some. Players who were sent to another style play that one's figures. */
export const playEnsemble = (request: EnsembleRequest): Map<string, Note[]> => {
  const { style, styleFor, players } = request
  let played: Map<string, Note[]> | undefined
  const band = (): Map<string, Note[]> => {
    played ??= playBand(request)
    return played
  }
  if (!style.play) return band()
  const own = new Map(style.play(request, band))
  for (const player of players) if (styleFor(player) !== style) own.set(player.id, band().get(player.id) ?? [])
  return own
}
