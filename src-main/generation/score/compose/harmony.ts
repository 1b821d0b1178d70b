import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Key, Section } from '../../../../src-shared/score/score.ts'
import type { HarmonyTaste, Progression } from '../styles/taste.ts'
import { chordOf, scaleOf } from './chord-spec.ts'
import type { Slot } from './figure.ts'
import type { Meter } from './meter.ts'
import { COMMON_PROGRESSIONS } from './progressions.ts'

/** Dark or bright third: decides which cadences and final chords fit. */
export const brightnessOf = (key: Key): 'major' | 'minor' => (['minor', 'dorian', 'phrygian'].includes(key.mode) ? 'minor' : 'major')

/** Numerals without a suffix take the style's colour, always with sevenths and ninths that the key has. */
export const coloured = (numeral: string, key: Key, colour: HarmonyTaste['colour']): string => {
  const [head = '', slash] = numeral.split('/')
  const plain = /^[b#]?[IViv]+$/.test(head)
  if (!plain || colour === 'triads') return numeral
  const root = chordOf(head, key).root
  const scale = scaleOf(key)
  const has = (semitones: number): boolean => scale.includes((root + semitones) % 12)
  const minor = head.replace(/[b#]/, '') === head.replace(/[b#]/, '').toLowerCase()
  const dominant = head === 'V' || (slash !== undefined && !/^[357]$/.test(slash))
  const suffix = dominant
    ? '7'
    : colour === 'sevenths'
      ? minor
        ? has(10)
          ? '7'
          : ''
        : has(11)
          ? 'maj7'
          : has(10)
            ? '7'
            : ''
      : has(2)
        ? minor
          ? '7'
          : 'add9'
        : ''
  return `${head}${suffix}${slash === undefined ? '' : `/${slash}`}`
}

const barsOf = (progression: Progression): string[][] =>
  progression.bars.split('|').map((bar) =>
    bar
      .trim()
      .split(/\s+/)
      .filter((word) => word !== ''),
  )

const candidates = (taste: HarmonyTaste, key: Key, place: 'home' | 'away'): readonly Progression[] => {
  const own = taste.progressions.filter((entry) => entry.mode === key.mode && entry.place === place)
  return own.length > 0 ? own : COMMON_PROGRESSIONS.filter((entry) => entry.mode === key.mode && entry.place === place)
}

const placeOf = (section: Section): 'home' | 'away' => (['chorus', 'bridge', 'drop', 'solo'].includes(section.role) ? 'away' : 'home')

/** Whose chords a section uses: passages without a tune of their own borrow those of the section they belong to. */
export const harmonyLabel = (sections: readonly Section[], index: number): string => {
  const section = sections[index]
  if (!section) return ''
  const borrows = ['intro', 'build', 'break', 'outro'].includes(section.role)
  if (!borrows) return section.label
  const isMain = (other: Section): boolean => !['intro', 'build', 'break', 'outro'].includes(other.role)
  const later = sections.slice(index + 1).find(isMain)
  const first = sections.find(isMain)
  return (section.role === 'outro' ? first : (later ?? first))?.label ?? section.label
}

/** Splits a bar between its chords on felt beats: two chords in 3/4 take two beats and one. */
const splitBar = (meter: Meter, count: number): { offset: number; length: number }[] => {
  const beats = meter.beats
  const parts = Math.min(count, beats.length)
  return Array.from({ length: parts }, (_, index) => {
    const from = beats[Math.ceil((index * beats.length) / parts)]?.startTicks ?? 0
    const to = index === parts - 1 ? meter.barTicks : (beats[Math.ceil(((index + 1) * beats.length) / parts)]?.startTicks ?? meter.barTicks)
    return { offset: from, length: to - from }
  })
}

export type HarmonyRequest = {
  readonly key: Key
  readonly meter: Meter
  readonly sections: readonly Section[]
  readonly taste: HarmonyTaste
  /** the last bar is the final tonic, prepared by a cadence */
  readonly closes: boolean
  readonly random: Random
}

/** Numerals of every bar: each label has its progression, its second half turns to a cadence, and the piece closes. */
export const writeNumerals = ({ key, sections, taste, closes, random }: HarmonyRequest): string[][] => {
  const chosen = new Map<string, string[][]>()
  const taken = new Set<string>()
  const progressionFor = (label: string, place: 'home' | 'away'): string[][] => {
    const known = chosen.get(label)
    if (known) return known
    const all = candidates(taste, key, place)
    const free = all.filter((entry) => !taken.has(entry.bars))
    const entry = random.fork(`progression ${label}`).pick(free.length > 0 ? free : all)
    taken.add(entry.bars)
    const bars = barsOf(entry)
    chosen.set(label, bars)
    return bars
  }
  const bars: string[][] = []
  sections.forEach((section, index) => {
    const label = harmonyLabel(sections, index)
    const owner = sections.find((other) => other.label === label) ?? section
    const progression = progressionFor(label, placeOf(owner))
    for (let bar = 0; bar < section.barCount; bar++) bars.push(progression[Math.floor(bar / taste.stretch) % progression.length] ?? ['I'])
    turn(bars, section, index, sections, key, random)
  })
  if (closes) close(bars, key, taste)
  return bars.map((bar) => bar.map((numeral) => coloured(numeral, key, taste.colour)))
}

/** Before a section on another chord, the last half bar may lean into it with its dominant: only where the target is a triad of the key. */
const turn = (bars: string[][], section: Section, index: number, sections: readonly Section[], key: Key, random: Random): void => {
  const next = sections[index + 1]
  if (!next || section.barCount < 8 || next.label === section.label) return
  const last = bars.at(-1)
  if (!last || last.length > 1 || !random.fork(`turn ${index}`).chance(0.4)) return
  const dominant = brightnessOf(key) === 'major' ? 'V9sus' : 'V'
  if (last[0] && !last[0].startsWith('V')) bars[bars.length - 1] = [last[0], dominant]
}

const close = (bars: string[][], key: Key, taste: HarmonyTaste): void => {
  const brightness = brightnessOf(key)
  const cadence = taste.cadence[brightness]
  const modal = key.mode !== 'major' && key.mode !== 'minor'
  bars[bars.length - 1] = [modal ? (brightness === 'major' ? 'I' : 'i') : taste.finalChord[brightness]]
  if (modal) return
  cadence.toReversed().forEach((bar, back) => {
    const at = bars.length - 2 - back
    if (at >= 1) bars[at] = bar.split(' ')
  })
}

/** Lays numerals out in time. Equal neighbours inside a stretched progression become one long chord. */
export const layOut = (numerals: readonly (readonly string[])[], key: Key, meter: Meter, stretch: number): Slot[] => {
  const slots: Slot[] = []
  numerals.forEach((bar, index) => {
    const parts = splitBar(meter, bar.length)
    parts.forEach((part, position) => {
      const chord = chordOf(bar[position] ?? 'I', key)
      const last = slots.at(-1)
      const joins = last && stretch > 1 && index % stretch !== 0 && last.chord === chord
      if (last && joins) slots[slots.length - 1] = { ...last, lengthTicks: last.lengthTicks + part.length }
      else slots.push({ startTicks: index * meter.barTicks + part.offset, lengthTicks: part.length, chord })
    })
  })
  return slots
}

export const writeHarmony = (request: HarmonyRequest): Slot[] => layOut(writeNumerals(request), request.key, request.meter, request.taste.stretch)

/** Chords of the same function, for a bar that may change its colour but not its meaning. */
export const sameFunction = (numeral: string, key: Key): readonly string[] => {
  const head = numeral.split('/')[0]?.replace(/^([b#]?[IViv]+).*$/, '$1') ?? numeral
  const groups =
    brightnessOf(key) === 'major'
      ? [
          ['I', 'vi', 'iii'],
          ['IV', 'ii', 'iv'],
          ['V', 'bVII'],
        ]
      : [
          ['i', 'bIII', 'bVI'],
          ['iv', 'iih7', 'bVI'],
          ['V', 'bVII', 'v'],
        ]
  const group = groups.find((entry) => entry.includes(head))
  const inKey = (name: string): boolean => {
    const scale = scaleOf(key)
    return chordOf(name, key).tones.every((tone) => scale.includes(tone)) || name === 'V' || name === 'iv'
  }
  return (group ?? []).filter((name) => name !== head && inKey(name))
}

/** Every triad of the key, for bars whose function may change too. */
export const diatonicNumerals = (key: Key): readonly string[] => {
  const scale = scaleOf(key)
  const all = ['I', 'i', 'bII', 'ii', 'II', 'bIII', 'iii', 'IV', 'iv', 'V', 'v', 'bVI', 'vi', 'bVII', 'bvii']
  return all.filter((numeral) => chordOf(numeral, key).tones.every((tone) => scale.includes(tone)))
}

/** The chord that sounds at a tick; the last one where the ticks run over. */
export const slotAtTicks = (slots: readonly Slot[], ticks: number): Slot => {
  let low = 0
  let high = slots.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((slots[middle]?.startTicks ?? 0) <= ticks) low = middle
    else high = middle - 1
  }
  const slot = slots[low]
  if (!slot) throw new RangeError('no chords')
  return slot
}
