import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Key } from '../../../../src-shared/score/score.ts'
import type { MelodyTaste } from '../styles/taste.ts'
import { scaleOf, tonicOf } from './chord-spec.ts'
import type { BarPlace, Sketch, Slot } from './figure.ts'
import { brightnessOf, slotAtTicks } from './harmony.ts'
import { type Meter, metricWeight } from './meter.ts'
import { drawMotif, type Motif, type Transform, transformed } from './motif.ts'

type Step = { readonly motif: 0 | 1 | 2; readonly transform: Transform }
const s = (motif: 0 | 1 | 2, transform: Transform): Step => ({ motif, transform })

type Phrase = readonly [Step, Step, Step, Step]
type Period = readonly [Phrase, Phrase]

/** Eight bars: a phrase that states and stays open, and one that answers it, climbs higher and closes. Every period says its idea again, none says it twice the same way. */
const PERIODS: readonly Period[] = [
  [
    [s(0, 'exact'), s(0, 'sequence'), s(0, 'fragment'), s(0, 'cadence')],
    [s(0, 'exact'), s(0, 'sequence'), s(1, 'exact'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(1, 'exact'), s(0, 'exact'), s(1, 'cadence')],
    [s(0, 'exact'), s(1, 'answer'), s(0, 'sequence'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(0, 'answer'), s(0, 'sequence'), s(0, 'cadence')],
    [s(0, 'exact'), s(0, 'answer'), s(1, 'exact'), s(0, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(1, 'exact'), s(0, 'invert'), s(0, 'cadence')],
    [s(0, 'sequence'), s(1, 'exact'), s(0, 'fragment'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(0, 'exact'), s(1, 'exact'), s(0, 'cadence')],
    [s(0, 'sequence'), s(0, 'exact'), s(1, 'sequence'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(1, 'answer'), s(0, 'sequence'), s(1, 'cadence')],
    [s(1, 'exact'), s(0, 'invert'), s(0, 'sequence'), s(0, 'cadence')],
  ],
]
/** Periods that leave room: for players who rest half of the time. */
const SPARSE: readonly Period[] = [
  [
    [s(0, 'exact'), s(0, 'hold'), s(0, 'sequence'), s(0, 'cadence')],
    [s(0, 'exact'), s(0, 'hold'), s(1, 'exact'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(0, 'rest'), s(0, 'answer'), s(0, 'cadence')],
    [s(0, 'sequence'), s(0, 'rest'), s(1, 'exact'), s(0, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(1, 'hold'), s(0, 'rest'), s(0, 'cadence')],
    [s(0, 'exact'), s(1, 'exact'), s(0, 'rest'), s(1, 'cadence')],
  ],
  [
    [s(0, 'exact'), s(1, 'exact'), s(0, 'rest'), s(0, 'cadence')],
    [s(0, 'sequence'), s(1, 'hold'), s(0, 'fragment'), s(0, 'cadence')],
  ],
]
const CADENCE_ONLY: Phrase = [s(0, 'exact'), s(0, 'exact'), s(0, 'exact'), s(0, 'cadence')]

export type MelodyRequest = {
  readonly key: Key
  readonly meter: Meter
  readonly places: readonly BarPlace[]
  readonly slots: readonly Slot[]
  readonly taste: MelodyTaste
  readonly range: { readonly low: number; readonly high: number }
  readonly playsIn: (place: BarPlace) => boolean
  readonly random: Random
  readonly adventure: number
  /** motifs that the song already sings; they come before new ones */
  readonly remembered?: readonly Motif[]
}

const modulo12 = (value: number): number => ((value % 12) + 12) % 12

/** The steps a line moves on under a chord: the key's pentatonic or whole scale, bent to the chord of the moment. */
const stepSpace = (key: Key, slot: Slot, space: MelodyTaste['space']): readonly number[] => {
  if (space === 'scale') return slot.chord.scale
  const tonic = tonicOf(key)
  const degrees = brightnessOf(key) === 'major' ? [0, 2, 4, 7, 9] : [0, 3, 5, 7, 10]
  const bent = degrees
    .map((degree) => modulo12(tonic + degree))
    .map((pitch) => (slot.chord.scale.includes(pitch) ? pitch : slot.chord.scale.includes(modulo12(pitch + 1)) ? modulo12(pitch + 1) : modulo12(pitch - 1)))
  return scaleOf(key).length === 7 ? [...new Set(bent)] : bent
}

/** All pitches of a set of pitch classes in the range, low to high. */
const ladder = (classes: readonly number[], low: number, high: number): number[] => {
  const pitches: number[] = []
  for (let pitch = low; pitch <= high; pitch++) if (classes.includes(modulo12(pitch))) pitches.push(pitch)
  return pitches
}

const nearestIn = (pitches: readonly number[], target: number, towards = 0): number => {
  let best = pitches[0] ?? target
  let cost = Number.POSITIVE_INFINITY
  for (const pitch of pitches) {
    const price = Math.abs(pitch - target) - (Math.sign(pitch - target) === towards ? 0.4 : 0)
    if (price < cost) {
      best = pitch
      cost = price
    }
  }
  return best
}

/** What a label sings. `turns`: a second period exchanges the two main motifs. */
type Theme = {
  readonly motifs: readonly [Motif, Motif, Motif]
  readonly period: Period
  readonly turns: boolean
  readonly lift: number
  /** where the bars of a phrase lie against each other, semitones */
  readonly path: readonly number[]
}

/** Ways through a phrase: each bar's idea begins higher or lower than the one before, so that four bars make one line. */
const PATHS: readonly (readonly number[])[] = [
  [0, 2, 5, 0],
  [3, 1, -1, -3],
  [-2, 3, 5, 0],
  [0, -3, 2, -1],
  [-3, 0, 3, -2],
  [4, 0, 4, -2],
]

const drawTheme = (request: MelodyRequest, motifs: readonly [Motif, Motif, Motif], label: string, energy: number): Theme => {
  const random = request.random.fork(`theme ${label}`)
  const period = random.pick(random.chance(request.taste.rest) ? SPARSE : PERIODS)
  return { motifs, period, turns: random.chance(0.6), lift: Math.round((energy - 0.5) * 9), path: random.fork('path').pick(PATHS) }
}

/** The line as it is being sung: what was sung last, and what each motif sang when it was first heard. */
type Voice = { last: number; statement: number; readonly stated: Map<string, number> }

const cadenceBar = (motif: Motif, meter: Meter, closed: boolean): { offset: number; length: number; step: number }[] => {
  const beats = meter.beats
  const landing = beats[beats.length >= 4 ? 2 : Math.max(0, beats.length - 2)]?.startTicks ?? 0
  const head = motif.notes.filter((note) => note.offset < landing).slice(0, closed ? 3 : 2)
  const rest = (beats.at(-1)?.lengthTicks ?? 960) * (beats.length > 2 ? 1 : 0.5)
  const lead = head
    .map((note, index) => ({ ...note, length: Math.min(note.length, (head[index + 1]?.offset ?? landing) - note.offset) }))
    .filter((note) => note.length > 0)
  return [...lead, { offset: landing, length: Math.max(240, meter.barTicks - landing - rest), step: 0 }]
}

const singBar = (request: MelodyRequest, theme: Theme, place: BarPlace, step: Step, phrase: number, barOfPhrase: number, voice: Voice): Sketch[] => {
  const { meter, slots, key, taste, range } = request
  if (step.transform === 'rest') return []
  const turned = theme.turns && phrase % 4 >= 2 && step.motif < 2
  const motif = theme.motifs[turned ? ((1 - step.motif) as 0 | 1) : step.motif]
  const closed = phrase % 2 === 1
  const shape = transformed(motif, step.transform, meter)
  const written =
    step.transform === 'cadence'
      ? cadenceBar(motif, meter, closed)
      : step.transform === 'hold'
        ? shape.notes.slice(0, 1).map((note) => ({ ...note, length: meter.barTicks - note.offset - 960 }))
        : shape.notes
  const low = Math.max(range.low, taste.centre - Math.round(taste.span * 0.8))
  const position = (place.barInSection + 0.5) / place.section.barCount
  const arch = 1 - Math.abs(position - 0.66) / 0.66
  const ceiling = Math.max(low + 9, Math.min(range.high, taste.centre + taste.span + Math.max(-2, Math.min(3, theme.lift))))
  const isPeak = position >= 0.55 && position <= 0.82
  const high = Math.max(low + 9, isPeak ? ceiling : ceiling - 2 - Math.round((1 - arch) * 3))
  const anchor = Math.max(low + 2, Math.min(high - 2, taste.centre + theme.lift + Math.round((arch - 0.5) * taste.span * 0.5)))
  const identity = `${place.section.label} ${Math.floor((phrase % 4) / 2)} ${step.motif} ${step.transform === 'exact' ? 'exact' : `${step.transform} ${barOfPhrase}`}`
  const said = step.transform === 'exact' || step.transform === 'answer' ? voice.stated.get(identity) : undefined
  const rising = position < 0.7
  const target =
    said ?? (step.transform === 'sequence' ? voice.statement + (rising ? 4 : -3) : voice.last * 0.35 + anchor * 0.65 + (theme.path[barOfPhrase] ?? 0))

  const notes: Sketch[] = []
  let previous = voice.last
  let reference = 0
  const deepest = Math.min(0, ...written.map((note) => note.step))
  const highest = Math.max(0, ...written.map((note) => note.step))
  written.forEach((note, index) => {
    const at = place.startTicks + note.offset
    const slot = slotAtTicks(slots, at)
    const steps = ladder(stepSpace(key, slot, taste.space), low, high)
    const chordTones = ladder(slot.chord.tones.slice(0, 4), low, high)
    const strong = metricWeight(meter, at) >= 0.8 || note.length >= 960 || index === 0
    let pitch: number
    if (step.transform === 'cadence' && index === written.length - 1) {
      const tonic = tonicOf(key)
      const goals = closed ? slot.chord.tones.slice(0, 3).filter((tone) => tone === tonic || !slot.chord.tones.includes(tonic)) : slot.chord.tones.slice(0, 3)
      pitch = nearestIn(ladder(goals, low, high), previous, closed ? -1 : 0)
    } else if (index === 0) {
      // the whole shape has to fit under the ceiling, or its top would flatten into repeated notes
      const wish = steps.indexOf(nearestIn(steps, target))
      const fitting = steps[Math.max(-deepest, Math.min(steps.length - 1 - highest, wish))]
      pitch = nearestIn(chordTones, said === undefined && fitting !== undefined ? fitting : target)
      if (Math.abs(pitch - previous) > 9 && said === undefined) pitch = nearestIn(chordTones, previous + Math.sign(pitch - previous) * 6)
      reference = steps.indexOf(nearestIn(steps, pitch))
    } else {
      const wanted = steps[Math.max(0, Math.min(steps.length - 1, reference + note.step))] ?? previous
      pitch = strong ? nearestIn(chordTones, wanted, Math.sign(wanted - previous)) : wanted
      const before = written[index - 1]
      if (pitch === previous && before && before.step !== note.step) {
        const towards = Math.sign(note.step - before.step)
        const around = (strong ? chordTones : steps).filter((candidate) => candidate !== previous && Math.abs(candidate - previous) <= 7)
        const beyond = around.filter((candidate) => Math.sign(candidate - previous) === towards)
        pitch = nearestIn(beyond.length > 0 ? beyond : around.length > 0 ? around : [pitch], previous)
      }
    }
    if (index > 0 && Math.abs(pitch - previous) > 12) pitch += pitch > previous ? -12 : 12
    const force = taste.force + 0.08 * metricWeight(meter, at) + 0.14 * place.energy + 0.08 * arch
    notes.push({
      at,
      length: Math.max(90, note.length - (note.length >= 960 ? 60 : 25)),
      pitch: Math.max(range.low, Math.min(range.high, pitch)),
      force: Math.min(1, force),
    })
    previous = pitch
  })
  const first = notes[0]
  if (first && !voice.stated.has(identity)) voice.stated.set(identity, first.pitch)
  voice.last = previous
  voice.statement = first?.pitch ?? voice.statement
  return notes
}

/** Weak dissonances pass by step or give way to the nearest chord tone. */
const resolved = (notes: readonly Sketch[], request: MelodyRequest): Sketch[] =>
  notes.map((note, index) => {
    const slot = slotAtTicks(request.slots, note.at)
    if (slot.chord.tones.includes(modulo12(note.pitch))) return note
    const next = notes[index + 1]
    const before = notes[index - 1]
    const stepsOn = next !== undefined && Math.abs(next.pitch - note.pitch) <= 2 && next.pitch !== note.pitch && next.at - note.at < request.meter.barTicks
    const light = metricWeight(request.meter, note.at) < 0.8 && note.length < 960
    if (stepsOn && light) return note
    const inScale = slot.chord.scale.includes(modulo12(note.pitch))
    const came = before !== undefined && Math.abs(before.pitch - note.pitch) <= 2
    if (light && inScale && came && note.length < 480) return note
    return {
      ...note,
      pitch: nearestIn(
        ladder(slot.chord.tones.slice(0, 4), request.range.low, request.range.high),
        note.pitch,
        Math.sign(note.pitch - (before?.pitch ?? note.pitch)),
      ),
    }
  })

/** Small changes that a returning phrase gets, so that it is the same tune, not a copy: a passing note, a delayed entry. */
const ornamented = (notes: Sketch[], place: BarPlace, request: MelodyRequest): Sketch[] => {
  if (place.occurrence === 0) return notes
  const random = request.random.fork(`ornament ${place.bar}`)
  if (!random.chance(0.3 + 0.3 * request.adventure)) return notes
  const index = notes.findIndex((note) => note.length >= 900)
  const long = notes[index]
  const next = notes[index + 1]
  if (!long || !next || index < 0) return notes
  const slot = slotAtTicks(request.slots, long.at + 480)
  const between = ladder(slot.chord.scale, Math.min(long.pitch, next.pitch) + 1, Math.max(long.pitch, next.pitch) - 1)
  const passing = between.length > 0 ? nearestIn(between, next.pitch) : undefined
  if (passing === undefined || Math.abs(passing - next.pitch) > 2) return notes
  const added: Sketch = { at: next.at - 240, length: 215, pitch: passing, force: long.force * 0.8 }
  if (added.at <= long.at + 240) return notes
  return [...notes.slice(0, index), { ...long, length: Math.min(long.length, added.at - long.at - 25) }, added, ...notes.slice(index + 1)]
}

/** Each section's tune reaches its highest note once, about two thirds in: a note there is lifted above all others where the way up is short. */
const crowned = (notes: readonly Sketch[], request: MelodyRequest): Sketch[] => {
  const { meter, range, slots, taste } = request
  const result = [...notes]
  const sections = new Set(request.places.map((place) => place.section))
  for (const { startBar, barCount } of sections) {
    if (barCount < 4) continue
    const [from, to] = [startBar * meter.barTicks, (startBar + barCount) * meter.barTicks]
    const inside = result.flatMap((note, index) => (note.at >= from && note.at < to ? [index] : []))
    const isPeak = (index: number): boolean => {
      const position = ((result[index]?.at ?? 0) - from) / (to - from)
      return position >= 0.52 && position <= 0.8
    }
    const pitchOf = (index: number): number => result[index]?.pitch ?? 0
    const rest = Math.max(0, ...inside.filter((index) => !isPeak(index)).map(pitchOf))
    const peak = inside.filter(isPeak)
    if (rest === 0 || peak.length === 0 || Math.max(...peak.map(pitchOf)) > rest) continue
    let best: { index: number; pitch: number; cost: number } | undefined
    for (const index of peak) {
      const note = result[index]
      if (!note || inside.at(-1) === index) continue
      const tones = slotAtTicks(slots, note.at).chord.tones.slice(0, 4)
      const pitch = ladder(tones, rest + 1, Math.min(range.high, taste.centre + taste.span + 4))[0]
      if (pitch === undefined) continue
      const [up, down] = [result[index - 1], result[index + 1]].map((other) => (other ? Math.abs(pitch - other.pitch) : 4)) as [number, number]
      if (up > 9 || down > 9) continue
      const cost = up + down - 4 * metricWeight(meter, note.at) - note.length / 480
      if (!best || cost < best.cost) best = { index, pitch, cost }
    }
    const note = best && result[best.index]
    if (best && note) result[best.index] = { ...note, pitch: best.pitch, force: Math.min(1, note.force + 0.04) }
  }
  return result
}

/** Two or three light notes that step into an entrance, before the bar line. */
const pickup = (first: Sketch, place: BarPlace, request: MelodyRequest): Sketch[] => {
  const { meter, slots, range, random } = request
  const draw = random.fork(`pickup ${place.section.label}`)
  const beat = meter.beats.at(-1)?.lengthTicks ?? 960
  const step = beat / 2
  if (first.at - place.startTicks > step || place.startTicks < meter.barTicks || !draw.chance(0.6)) return []
  const direction = draw.chance(0.7) ? -1 : 1
  const scale = slotAtTicks(slots, place.startTicks - 1).chord.scale
  const way = ladder(scale, Math.max(range.low, first.pitch - 9), Math.min(range.high, first.pitch + 9)).filter(
    (pitch) => (pitch - first.pitch) * direction > 0,
  )
  const near = direction < 0 ? way.slice(-2) : way.slice(0, 2).reverse()
  return near.map((pitch, index) => ({
    at: place.startTicks - step * (near.length - index),
    length: step - 30,
    pitch,
    force: first.force * (0.78 + 0.06 * index),
  }))
}

/**
 * Writes a tune over the whole piece: two or three motifs, phrases of four bars that rest at their ends and climb to about two thirds of
 * each section. Sections with the same label sing the same theme.
 */
export const writeMelody = (request: MelodyRequest): Sketch[] => {
  const { meter, taste, random, places, adventure } = request
  const meanEnergy = places.reduce((sum, place) => sum + place.section.energy, 0) / Math.max(1, places.length)
  const density = taste.density[0] + (taste.density[1] - taste.density[0]) * meanEnergy
  const draw = (name: string, scale: number): Motif => drawMotif(meter, taste, density * scale, random.fork(name), adventure)
  const remembered = request.remembered ?? []
  const [first, second, third] = [remembered[0] ?? draw('motif 1', 0.85), remembered[1] ?? draw('motif 2', 1.2), remembered[2] ?? draw('motif 3', 0.7)]
  const themes = new Map<string, Theme>()
  const orders: readonly (readonly [Motif, Motif, Motif])[] = [
    [first, second, third],
    [second, transformed(first, 'invert', meter), third],
    [third, first, second],
  ]
  const voice: Voice = { last: taste.centre, statement: taste.centre, stated: new Map() }
  const notes: Sketch[] = []
  let wasPlaying = false
  for (const place of places) {
    const enters = !wasPlaying
    wasPlaying = request.playsIn(place)
    if (!wasPlaying) continue
    const { label } = place.section
    const theme =
      themes.get(label) ?? drawTheme(request, orders[themes.size % orders.length] ?? orders[0] ?? [first, second, third], label, place.section.energy)
    themes.set(label, theme)
    const phrase = Math.floor(place.barInSection / 4)
    const barOfPhrase = place.barInSection % 4
    const steps = theme.period[phrase % 2] ?? CADENCE_ONLY
    const lastBar = place.barInSection === place.section.barCount - 1
    const step = lastBar ? ({ motif: steps[3].motif, transform: 'cadence' } as const) : (steps[barOfPhrase] ?? s(0, 'exact'))
    const bar = ornamented(singBar(request, theme, place, step, phrase, barOfPhrase, voice), place, request)
    if (enters && bar[0]) notes.push(...pickup(bar[0], place, request))
    notes.push(...bar)
  }
  return crowned(resolved(notes, request), request)
}
