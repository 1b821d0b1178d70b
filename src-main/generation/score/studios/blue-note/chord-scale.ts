import type { Key } from '../../../../../src-shared/score/score.ts'
import { type ChordSpec, scaleOf } from '../../compose/chord-spec.ts'

/** What a jazz musician hears in a chord symbol. */
export type Quality = 'major' | 'minor' | 'dominant' | 'altered' | 'half-diminished' | 'diminished' | 'suspended' | 'tonic-minor'

const has = (chord: ChordSpec, semitones: number): boolean => chord.tones.includes((chord.root + semitones) % 12)

/** Dominants that lead to a minor chord or carry a flat ninth want the dark ninth and thirteenth. */
const MINOR_TARGET = /^V7\w*\/(ii|iii|vi|i|iv)$/

export const qualityOf = (chord: ChordSpec): Quality => {
  if (has(chord, 4)) {
    if (!has(chord, 10)) return 'major'
    return has(chord, 1) || MINOR_TARGET.test(chord.roman) ? 'altered' : 'dominant'
  }
  if (has(chord, 3)) {
    if (has(chord, 6) && !has(chord, 7)) return has(chord, 9) ? 'diminished' : 'half-diminished'
    return has(chord, 10) ? 'minor' : 'tonic-minor'
  }
  return 'suspended'
}

const IONIAN = [0, 2, 4, 5, 7, 9, 11]
const LYDIAN = [0, 2, 4, 6, 7, 9, 11]
const DORIAN = [0, 2, 3, 5, 7, 9, 10]
const AEOLIAN = [0, 2, 3, 5, 7, 8, 10]
const MIXOLYDIAN = [0, 2, 4, 5, 7, 9, 10]
const LYDIAN_DOMINANT = [0, 2, 4, 6, 7, 9, 10]
/** fifth mode of harmonic minor */
const PHRYGIAN_DOMINANT = [0, 1, 4, 5, 7, 8, 10]
const LOCRIAN_NATURAL_9 = [0, 2, 3, 5, 6, 8, 10]
const WHOLE_HALF = [0, 2, 3, 5, 6, 8, 9, 11]
const MELODIC_MINOR = [0, 2, 3, 5, 7, 9, 11]

/** Dominants that do not fall a fifth to their target: substitutes and backdoors sound with a sharp eleventh. */
const SIDE_STEPPING = /^(bII|bVI?I?|IV|II)7/

const intervalsOf = (chord: ChordSpec, key: Key): readonly number[] => {
  switch (qualityOf(chord)) {
    case 'major':
      return /^(IV|bII|bIII|bVI|bVII)/.test(chord.roman) ? LYDIAN : IONIAN
    case 'minor': {
      const scale = scaleOf(key)
      return AEOLIAN.every((step) => scale.includes((chord.root + step) % 12)) && !scale.includes((chord.root + 9) % 12) && /^vi/.test(chord.roman)
        ? AEOLIAN
        : DORIAN
    }
    case 'dominant':
      return SIDE_STEPPING.test(chord.roman) ? LYDIAN_DOMINANT : MIXOLYDIAN
    case 'altered':
      return PHRYGIAN_DOMINANT
    case 'half-diminished':
      return LOCRIAN_NATURAL_9
    case 'diminished':
      return WHOLE_HALF
    case 'tonic-minor':
      return MELODIC_MINOR
    case 'suspended':
      return MIXOLYDIAN
  }
}

/** Pitch classes that a soloist draws from over a chord, its root first (Levine, "The Jazz Theory Book", ch. 3). */
export const chordScale = (chord: ChordSpec, key: Key): readonly number[] => intervalsOf(chord, key).map((step) => (chord.root + step) % 12)

/** The third and the seventh (or sixth): the two tones that say what the chord is. */
export const guideTones = (chord: ChordSpec): readonly number[] => {
  const third = [4, 3, 5].find((step) => has(chord, step)) ?? 4
  const seventh = [10, 11, 9].find((step) => has(chord, step)) ?? 10
  return [(chord.root + third) % 12, (chord.root + seventh) % 12]
}
