import { ChordType, Note as NoteName, Scale } from 'tonal'
import { scalePitchClasses, tonicPitchClass } from '../../../../src-shared/score/scale.ts'
import type { Chord, Key } from '../../../../src-shared/score/score.ts'

/**
 * A chord with everything that the players need. Pitch classes 0..11 (0 = C), `tones` from the root upwards in thirds,
 * `scale` the seven notes of the moment: the key's scale bent to hold every chord tone.
 */
export type ChordSpec = {
  readonly root: number
  readonly tones: readonly number[]
  readonly bass: number
  readonly scale: readonly number[]
  readonly symbol: string
  readonly roman: string
}

const modulo12 = (value: number): number => ((value % 12) + 12) % 12

export const tonicOf = tonicPitchClass

/** Pitch classes of the key's scale, tonic first. */
export const scaleOf = scalePitchClasses

const MAJOR_STEPS = [0, 2, 4, 5, 7, 9, 11]
const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII']
const FLAT_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B']
const SHARP_NAMES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']
const FLAT_KEYS = new Set(['F', 'Bb', 'Eb', 'Ab', 'Db', 'Gb', 'Cb'])

/** Spells a pitch class as the key's signature would: Bb in F major, A# in B major. */
export const spell = (pitchClass: number, key: Key): string => {
  const scale = Scale.get(`${key.tonic} ${key.mode}`).notes
  const inKey = scale.find((note) => NoteName.chroma(note) === pitchClass)
  if (inKey && inKey.length <= 2) return inKey
  const flat = FLAT_KEYS.has(key.tonic) || key.tonic.endsWith('b') || scale.some((note) => note.length > 1 && note.includes('b'))
  return (flat ? FLAT_NAMES : SHARP_NAMES)[pitchClass] ?? 'C'
}

/** Suffix of a numeral, or of a lead-sheet symbol, to tonal's name of the chord type. Lower-case numerals are minor. */
const TYPE_BY_SUFFIX: Readonly<Record<string, readonly [major: string, minor: string]>> = {
  '': ['M', 'm'],
  '7': ['7', 'm7'],
  maj7: ['maj7', 'mMaj7'],
  '6': ['6', 'm6'],
  '9': ['9', 'm9'],
  maj9: ['maj9', 'mMaj7'],
  add9: ['Madd9', 'madd9'],
  '69': ['6add9', 'm69'],
  '11': ['11', 'm11'],
  '13': ['13', 'm13'],
  '7b9': ['7b9', 'm7'],
  '7sus': ['7sus4', '7sus4'],
  '9sus': ['9sus4', '9sus4'],
  sus: ['sus4', 'sus4'],
  sus2: ['sus2', 'sus2'],
  '5': ['5', '5'],
  o: ['dim', 'dim'],
  o7: ['dim7', 'dim7'],
  h7: ['m7b5', 'm7b5'],
  '+': ['aug', 'aug'],
}

/** raised tones stand above what they replace: major thirds, augmented fifths, major sevenths over the root; others are lowered */
const RAISED: ReadonlySet<number> = new Set([4, 8, 11])

/** How little a row of pitches looks like a scale: two semitones in a row are worst, then the tonic missing, then gaps wider than a step. */
const strangeness = (scale: readonly number[], tonic: number): number => {
  const sorted = scale.toSorted((a, b) => a - b)
  const gaps = sorted.map((pitch, index) => modulo12((sorted[(index + 1) % sorted.length] ?? 0) - pitch))
  const clusters = gaps.filter((gap, index) => gap === 1 && gaps[(index + 1) % gaps.length] === 1).length
  return 10 * clusters + (scale.includes(tonic) ? 0 : 5) + gaps.filter((gap) => gap > 2).length
}

/** The key's scale with every chord tone in it; each foreign tone replaces the step that it is an alteration of, and the tonic only where nothing else is left. */
const bendScale = (scale: readonly number[], tones: readonly number[]): readonly number[] => {
  const [tonic = 0] = scale
  const [root = 0] = tones
  let bent = scale
  for (const tone of tones) {
    if (bent.includes(tone)) continue
    const below = [modulo12(tone - 1), modulo12(tone + 1)]
    const order = RAISED.has(modulo12(tone - root)) ? below : below.toReversed()
    const choices = order
      .filter((pitch) => bent.includes(pitch) && !tones.includes(pitch))
      .map((pitch) => bent.map((step) => (step === pitch ? tone : step)))
      .map((made) => ({ made, cost: strangeness(made, tonic) }))
      // equal ones stay in their order
      .toSorted((a, b) => a.cost - b.cost)
    bent = choices[0]?.made ?? bent
  }
  return bent
}

const NUMERAL = /^([b#]?)(VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i)([^/]*)(?:\/(.+))?$/
const specs = new Map<string, ChordSpec>()

/**
 * Reads a numeral such as "ii9", "bVII", "V7/vi" or "I/3" (third in the bass) in a key. Numerals always count from the major scale of
 * the tonic, so a minor key's subtonic is bVII in every mode.
 *
 * @throws RangeError on a numeral that no style should contain (a defect in style data)
 */
export const chordOf = (numeral: string, key: Key): ChordSpec => {
  const name = `${key.tonic} ${key.mode} ${numeral}`
  const known = specs.get(name)
  if (known) return known
  const match = NUMERAL.exec(numeral)
  if (!match) throw new RangeError(`no chord ${numeral}`)
  const [, accidental = '', degree = '', suffix = '', slash] = match
  const index = NUMERALS.indexOf(degree.toUpperCase())
  const target = slash && NUMERAL.test(slash) ? chordOf(slash, key).root : tonicOf(key)
  const shift = accidental === 'b' ? -1 : accidental === '#' ? 1 : 0
  const root = modulo12(target + (MAJOR_STEPS[index] ?? 0) + shift)
  const minor = degree === degree.toLowerCase()
  const types = TYPE_BY_SUFFIX[suffix]
  if (!types) throw new RangeError(`no chord suffix ${suffix} in ${numeral}`)
  const type = ChordType.get(types[minor ? 1 : 0])
  if (type.empty) throw new RangeError(`no chord type ${types[minor ? 1 : 0]}`)
  const tones = [...new Set(type.intervals.map((interval) => modulo12(root + (NoteName.chroma(NoteName.transpose('C', interval)) ?? 0))))]
  const inversion = slash && /^[357]$/.test(slash) ? (tones[(Number(slash) - 1) / 2] ?? root) : root
  const rootName = spell(root, key)
  const written = `${rootName}${suffix === '' ? (minor ? 'm' : '') : minor && !/^(o|h)/.test(suffix) ? `m${suffix}` : suffix.replace('h7', 'm7b5').replace(/^o/, 'dim')}`
  const spec: ChordSpec = {
    root,
    tones,
    bass: inversion,
    scale: bendScale(scaleOf(key), tones),
    symbol: inversion === root ? written : `${written}/${spell(inversion, key)}`,
    roman: numeral,
  }
  specs.set(name, spec)
  return spec
}

/** The chord of a written score, with the scale of the moment found again. */
export const specOfChord = (chord: Chord, key: Key): ChordSpec => ({
  root: chord.root,
  tones: chord.pitchClasses,
  bass: chord.bass,
  scale: bendScale(scaleOf(key), chord.pitchClasses),
  symbol: chord.symbol,
  roman: chord.roman,
})
