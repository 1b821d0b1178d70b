import { expect, test } from 'vitest'
import { chordOf } from './chord-spec.ts'

const NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
const scaleUnder = (numeral: string, tonic: 'A' | 'C' | 'G', mode: 'major' | 'minor'): string =>
  chordOf(numeral, { tonic, mode })
    .scale.map((pitch) => NAMES[pitch])
    .join(' ')

test.each([
  ['the raised leading tone replaces the subtonic, never the tonic', 'V', 'A', 'minor', 'A B C D E F G#'],
  ['also under a dominant seventh', 'V7', 'A', 'minor', 'A B C D E F G#'],
  ['and under a diminished one', 'viio7', 'A', 'minor', 'A B C D E F G#'],
  ['the subtonic replaces the leading tone', 'bVII', 'C', 'major', 'C D E F G A Bb'],
  ['the dominant of the dominant raises the fourth', 'V7/V', 'C', 'major', 'C D E F# G A B'],
  ['the dominant of the sixth raises the fifth', 'V/vi', 'C', 'major', 'C D E F G# A B'],
  ['the minor subdominant lowers the sixth', 'iv', 'C', 'major', 'C D E F G G# B'],
  ['a chord of the key changes nothing', 'ii7', 'C', 'major', 'C D E F G A B'],
] as const)('%s (%s in %s %s)', (_, numeral, tonic, mode, scale) => expect(scaleUnder(numeral, tonic, mode)).toBe(scale))
