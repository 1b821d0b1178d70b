import { expect, test } from 'vitest'
import type { Key } from '../../../../../../src-shared/score/score.ts'
import type { Line } from './line.ts'
import { faultsIn, type Manner, type Rule } from './rules.ts'
import { type Stage, stageOf } from './stage.ts'

/** Own examples of what Fux (Gradus, 1725), Piston (Harmony, chapters 2-7) and Kennan (Counterpoint) allow and forbid. */
const C: Key = { tonic: 'C', mode: 'major' }
const NAMES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }
/** "G4 F4:2 -" in quarters, ":2" two of them */
const line = (text: string): Line => {
  let at = 0
  return text.split(' ').flatMap((word) => {
    const [name = '', quarters = '1'] = word.split(':')
    const length = Number(quarters) * 960
    at += length
    if (name === '-') return []
    const [, letter = 'C', sharp, octave] = /^([A-G])(#|b)?(\d)$/.exec(name) ?? []
    return [{ at: at - length, length, pitch: (NAMES[letter] ?? 0) + (sharp === '#' ? 1 : sharp === 'b' ? -1 : 0) + 12 * (Number(octave) + 1) }]
  })
}
const chords = (text: string): Stage[] => {
  let at = 0
  return text.split(' ').map((word) => {
    const [numeral = 'I', quarters = '1'] = word.split(':')
    const stage = stageOf(at, Number(quarters) * 960, numeral, C)
    at += stage.lengthTicks
    return stage
  })
}
const rulesBroken = (voices: readonly string[], harmony: string, manner: Manner = 'strict', widest?: number): Rule[] =>
  faultsIn({ voices: voices.map(line), stages: chords(harmony), manner, ...(widest === undefined ? {} : { widest }) }).map(({ rule }) => rule)

test.each<[string, string[], string, Rule[]]>([
  ['a plain authentic cadence', ['C5 B4 C5', 'G4 G4 G4', 'E4 D4 E4', 'C3 G2 C3'], 'I V I', []],
  ['fifths in parallel', ['G4 A4', 'C4 D4'], 'I ii', ['parallel']],
  ['octaves in parallel', ['C5 D5', 'C4 D4'], 'I ii', ['parallel']],
  ['octaves by contrary motion', ['C5 G5', 'C4 G3'], 'I V', ['parallel']],
  ['a fifth that is only repeated', ['G4 G4', 'C4 C4'], 'I I', []],
  ['fifths with a tone between them', ['G4 C5 A4', 'C4:2 D4'], 'I:2 ii', []],
  ['a fifth after a sixth by contrary steps', ['E5 D5', 'G4 G4'], 'I V', []],
  ['outer voices leap into a fifth together', ['C5 G5', 'E4 C5'], 'I I', ['direct']],
  ['outer voices reach an octave by a step above', ['B4 C5', 'G3 C4'], 'V I', []],
  ['voices that cross', ['E4 G4', 'G4 E4'], 'I I', ['crossing']],
  ['a leading tone on top that falls', ['B4 G4', 'G3 C4'], 'V I', ['leading-tone']],
  ['a leading tone inside that falls to the fifth', ['D5 E5', 'B4 G4', 'G3 C4'], 'V I', []],
  ['a seventh that rises', ['D5 E5', 'F4 G4', 'B3 C4', 'G3 C3'], 'V7 I', ['seventh']],
  ['a seventh that falls', ['D5 C5', 'F4 E4', 'B3 C4', 'G3 C3'], 'V7 I', []],
  ['a leap of a tritone', ['F5 B4', 'D4 D4'], 'ii V', ['leap']],
  ['a fourth between two voices alone', ['C5:2', 'G4:2'], 'I:2', ['fourth']],
])('%s', (_, voices, harmony, expected) => {
  expect(rulesBroken(voices, harmony)).toEqual(expected)
})

test.each<[string, string[], string, Manner, Rule[]]>([
  ['a passing tone off the beat', ['E5 D5 C5:2', 'C4:2 C4:2'], 'I:2 I:2', 'strict', []],
  ['a neighbour', ['E5 F5 E5:2', 'C4:4'], 'I:4', 'strict', []],
  ['a dissonance that is left by leap', ['E5 F5 C5:2', 'C4:4'], 'I:4', 'strict', ['dissonance']],
  ['an accented passing tone', ['E5:2 D5 C5', 'C4:2 C4:2'], 'I:2 I:2', 'strict', ['dissonance']],
  ['an accented passing tone in a galant melody', ['E5:2 D5 C5', 'C4:2 C4:2'], 'I:2 I:2', 'galant', []],
  ['an appoggiatura that a galant melody leaps to', ['C5:2 F5 E5', 'E4:2 C4:2'], 'I:2 I:2', 'galant', []],
  ['the same in a fugue', ['C5:2 F5 E5', 'E4:2 C4:2'], 'I:2 I:2', 'strict', ['dissonance']],
  ['an appoggiatura below the melody', ['G5:4', 'C5:2 F5 E5', 'E4:2 C4:2'], 'I:2 I:2', 'galant', ['dissonance']],
  ['a suspension that falls', ['C5:3 B4', 'E4:2 G3:2'], 'I:2 V:2', 'strict', []],
  ['a suspension that rises', ['F5:3 G5', 'D4:2 E4:2'], 'ii:2 I:2', 'strict', ['suspension']],
  ['a suspension that is not resolved in its chord', ['C5:4 B4:2', 'E4:2 G3:2 G3:2'], 'I:2 V:2 V:2', 'strict', ['suspension']],
  ['a pedal in the lowest voice', ['E5:2 F5:2 E5:2', 'C4:6'], 'I:2 IV:2 I:2', 'strict', []],
  ['an anticipation', ['D5:1.5 C5:0.5 C5:2', 'B4:2 G4:2', 'G3:2 C3:2'], 'V:2 I:2', 'strict', []],
])('%s', (_, voices, harmony, manner, expected) => {
  expect(rulesBroken(voices, harmony, manner)).toEqual(expected)
})

test('too much room between the upper voices, and a compass left', () => {
  expect(rulesBroken(['C6:2', 'E4:2', 'C4:2'], 'I:2', 'strict', 12)).toEqual(['spacing'])
  const faults = faultsIn({ voices: [line('C3')], stages: chords('I'), manner: 'strict', compasses: [{ low: 60, high: 80 }] })
  expect(faults).toEqual([{ rule: 'range', atTicks: 0, voices: [0] }])
})
