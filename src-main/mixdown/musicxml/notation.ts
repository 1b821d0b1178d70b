import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import type { Note, NoteMark } from '../../../src-shared/score/score.ts'

/** Steps of a quarter note that the page knows: sixteenths. */
export const STEPS_PER_QUARTER = 4
const TICKS_PER_STEP = TICKS_PER_QUARTER / STEPS_PER_QUARTER
/** of one staff */
export const MOST_VOICES = 4

/**
 * Notes that start and end together, in steps from the beginning of a bar. `isFromBefore`, `goesOn`: tied over the bar line. `line`: the real voice,
 * 0 where nobody said.
 */
export type Sonority = {
  readonly start: number
  readonly end: number
  readonly pitches: readonly {
    readonly pitch: number
    readonly isFromBefore: boolean
    readonly goesOn: boolean
    readonly marks: readonly NoteMark[]
    readonly line: number
  }[]
}

/** One note on the page, in steps from the beginning of the song. */
export type Written = {
  readonly start: number
  end: number
  readonly pitch: number
  readonly marks: readonly NoteMark[]
  readonly line: number
  readonly isEngraved: boolean
}

/** An end that leaves no small rest: a short note on an eighth is an eighth, and where a sixteenth is missing up to the next note or beat it is filled. */
const written = ({ start, end }: Written, all: readonly Written[], lastStep: number): number => {
  const next = Math.min(lastStep, all.find((other) => other.start > start)?.start ?? lastStep)
  if (end - start === 1 && start % 2 === 0 && next >= start + 2) return start + 2
  const beat = Math.ceil((end + 1) / STEPS_PER_QUARTER) * STEPS_PER_QUARTER
  return [next, beat].includes(end + 1) && end < next ? end + 1 : end
}

/**
 * Where notes stand on the page: at the nearest sixteenth, at least one long; a pitch that is struck again ends there. What swings or is played
 * early is written straight, as charts do. Where a note says how it is engraved, that is followed.
 */
export const onThePage = (notes: readonly Note[], lastStep: number): readonly Written[] => {
  const spans = notes
    .filter(({ engraving }) => !engraving?.hidden)
    .map(({ startTicks, lengthTicks, pitch, engraving }): Written => {
      const start = Math.round(startTicks / TICKS_PER_STEP)
      return {
        start,
        end: Math.min(lastStep, Math.max(start + 1, Math.round((startTicks + (engraving?.lengthTicks ?? lengthTicks)) / TICKS_PER_STEP))),
        pitch,
        marks: engraving?.marks ?? [],
        line: engraving?.voice ?? 0,
        isEngraved: engraving?.lengthTicks !== undefined,
      }
    })
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start || a.pitch - b.pitch || b.end - a.end)
  const sounding = new Map<number, Written>()
  const kept: Written[] = []
  for (const span of spans) {
    const before = sounding.get(span.pitch)
    if (before && before.start === span.start) continue
    if (before && before.end > span.start) before.end = span.start
    sounding.set(span.pitch, span)
    kept.push(span)
  }
  return kept.map((span) => ({ ...span, end: span.isEngraved ? span.end : written(span, kept, lastStep) }))
}

const lineOf = (sonority: Sonority | undefined): number => sonority?.pitches[0]?.line ?? 0

/** The notes of one bar as voices, none of which has two things at once. */
export const voicesOf = (spans: readonly Written[], barStart: number, barEnd: number): readonly (readonly Sonority[])[] => {
  const groups = new Map<string, Written[]>()
  for (const span of spans) {
    if (span.end <= barStart || span.start >= barEnd) continue
    const key = `${span.line} ${Math.max(span.start, barStart)} ${Math.min(span.end, barEnd)}`
    groups.set(key, [...(groups.get(key) ?? []), span])
  }
  const sonorities = [...groups.values()]
    .map((group): Sonority => {
      const [first] = group as [Written]
      return {
        start: Math.max(first.start, barStart) - barStart,
        end: Math.min(first.end, barEnd) - barStart,
        pitches: group.map(({ pitch, start, end, marks, line }) => ({ pitch, isFromBefore: start < barStart, goesOn: end > barEnd, marks, line })),
      }
    })
    .toSorted((a, b) => a.start - b.start || lineOf(a) - lineOf(b) || b.end - a.end)
  const voices: Sonority[][] = []
  // voices that take turns within a bar are one line with fewer rests
  if (sonorities.every(({ start }, place) => place === 0 || (sonorities[place - 1]?.end ?? 0) <= start)) return sonorities.length === 0 ? [] : [sonorities]
  for (const sonority of sonorities) {
    const isFree = (voice: Sonority[]): boolean => (voice.at(-1)?.end ?? 0) <= sonority.start
    // a real voice stays in its own
    const free =
      voices.find((voice) => isFree(voice) && lineOf(voice.at(-1)) === lineOf(sonority)) ?? (lineOf(sonority) === 0 ? voices.find(isFree) : undefined)
    if (free) free.push(sonority)
    else if (voices.length < MOST_VOICES) voices.push([sonority])
    else makeRoom(voices, sonority)
  }
  return voices
}

/** A fifth voice cannot be read: the one that ends first ends earlier, or the newcomer joins those that begin with it. */
const makeRoom = (voices: Sonority[][], newcomer: Sonority): void => {
  const shortest = voices.toSorted((a, b) => (a.at(-1)?.end ?? 0) - (b.at(-1)?.end ?? 0))
  const voice = shortest.find((one) => (one.at(-1)?.start ?? 0) < newcomer.start) ?? (shortest[0] as Sonority[])
  const last = voice.at(-1) as Sonority
  if (last.start < newcomer.start) {
    voice[voice.length - 1] = { ...last, end: newcomer.start, pitches: last.pitches.map((one) => ({ ...one, goesOn: false })) }
    voice.push(newcomer)
    return
  }
  const known = new Set(last.pitches.map(({ pitch }) => pitch))
  const joining = newcomer.pitches.filter(({ pitch }) => !known.has(pitch)).map((one) => ({ ...one, goesOn: false }))
  voice[voice.length - 1] = { ...last, pitches: [...last.pitches, ...joining] }
}

/** Note values in steps, longest first: whole, dotted half, half, … sixteenth. */
const VALUES: readonly (readonly [steps: number, type: string, dots: number])[] = [
  [16, 'whole', 0],
  [12, 'half', 1],
  [8, 'half', 0],
  [6, 'quarter', 1],
  [4, 'quarter', 0],
  [3, 'eighth', 1],
  [2, 'eighth', 0],
  [1, '16th', 0],
]

export type NoteValue = { readonly steps: number; readonly type: string; readonly dots: number }

/** A length as values that can be written, to be tied together. */
export const valuesOf = (steps: number): readonly NoteValue[] => {
  const values: NoteValue[] = []
  for (let left = steps; left > 0; ) {
    const found = VALUES.find(([length]) => length <= left)
    if (!found) break
    values.push({ steps: found[0], type: found[1], dots: found[2] })
    left -= found[0]
  }
  return values
}
