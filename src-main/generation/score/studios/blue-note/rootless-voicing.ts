import type { ChordSpec } from '../../compose/chord-spec.ts'
import { type Quality, qualityOf } from './chord-scale.ts'

/** Register of a pianist's left hand in a trio: below it mud, above it the soloist. */
export const COMPING_RANGE = { low: 48, high: 76 } as const
/** The four inner strings of a guitar. */
export const GUITAR_RANGE = { low: 45, high: 76 } as const

/** Third, fifth (or thirteenth), seventh (or sixth) and ninth above the root, semitones. None of them is the root. */
const COLOURS: Readonly<Record<Quality, readonly [third: number, fifth: number, seventh: number, ninth: number]>> = {
  major: [4, 7, 11, 14],
  minor: [3, 7, 10, 14],
  dominant: [4, 9, 10, 14],
  altered: [4, 8, 10, 13],
  // the ninth would rub against the flat third's scale: the eleventh takes its place
  'half-diminished': [3, 6, 10, 17],
  diminished: [3, 6, 9, 14],
  suspended: [5, 9, 10, 14],
  'tonic-minor': [3, 7, 9, 14],
}

const colourOf = (chord: ChordSpec): readonly [number, number, number, number] => {
  const quality = qualityOf(chord)
  const [third, fifth, seventh, ninth] = COLOURS[quality]
  const isSixth = quality === 'major' && !chord.tones.includes((chord.root + 11) % 12)
  return [third, fifth, isSixth ? 9 : seventh, ninth]
}

/** Form A stacks 3-5-7-9, form B 7-9-3-5 (dominants take the thirteenth for the fifth), low to high over a root at pitch 0. */
const formsOf = (chord: ChordSpec): readonly (readonly number[])[] => {
  const [third, fifth, seventh, ninth] = colourOf(chord)
  const sorted = (pitches: readonly number[]): number[] => pitches.toSorted((a, b) => a - b)
  return [sorted([third, fifth, seventh, ninth]), sorted([seventh, ninth, third + 12, fifth + 12])]
}

/** The second voice from above falls an octave: open enough for six strings. */
const dropTwo = (close: readonly number[]): number[] => close.map((pitch, index) => (index === close.length - 2 ? pitch - 12 : pitch)).toSorted((a, b) => a - b)

/** Semitones that all voices move together. */
export const movement = (from: readonly number[], to: readonly number[]): number =>
  to.reduce((sum, pitch, index) => sum + Math.abs(pitch - (from[index] ?? pitch)), 0)

export type VoicingKind = 'rootless' | 'drop-2'

/** Where a hand comps, as far as the instrument goes there; two octaves at least. */
export const registerOf = (kind: VoicingKind, instrument = { low: 0, high: 127 }): { readonly low: number; readonly high: number } => {
  const home = kind === 'rootless' ? COMPING_RANGE : GUITAR_RANGE
  const low = Math.max(home.low, instrument.low)
  return { low, high: Math.min(instrument.high, Math.max(home.high, low + 26)) }
}

/**
 * The rootless voicing nearest to the last one: form A or B in the octave that moves least, with a pull towards the middle of the register,
 * so that long falling progressions do not sink.
 */
export const rootlessVoicing = (
  chord: ChordSpec,
  previous: readonly number[] | undefined,
  kind: VoicingKind = 'rootless',
  range = registerOf(kind),
): readonly number[] => {
  const { low, high } = range
  const middle = (low + high) / 2
  let best: readonly number[] = []
  let cost = Number.POSITIVE_INFINITY
  for (const form of formsOf(chord))
    for (let root = chord.root + 24; root <= chord.root + 72; root += 12) {
      const close = form.map((step) => root + step)
      const pitches = kind === 'rootless' ? close : dropTwo(close)
      if ((pitches[0] ?? 0) < low || (pitches.at(-1) ?? 127) > high) continue
      const mean = pitches.reduce((sum, pitch) => sum + pitch, 0) / pitches.length
      const price = (previous ? movement(previous, pitches) : 0) + Math.abs(mean - middle) * (previous ? 0.6 : 2)
      if (price < cost) {
        cost = price
        best = pitches
      }
    }
  return best
}
