import type { Key, Mode } from '../../../../../../src-shared/score/score.ts'
import { type ChordSpec, chordOf, scaleOf, spell, tonicOf } from '../../../compose/chord-spec.ts'
import type { Slot } from '../../../compose/figure.ts'

/**
 * A chord of the piece in the key of the moment. `top` is the scale degree (1..7) that the highest voice should have. `freeBass`: the lowest
 * voice may take the root or the third, whatever the numeral says.
 */
export type Stage = Slot & { readonly key: Key; readonly top?: number; readonly freeBass?: boolean }

/** Numerals of schemata are written in major; in minor the diatonic chords take the colour of the mode. */
const IN_MINOR: Readonly<Record<string, string>> = { I: 'i', ii: 'iio', iii: 'bIII', IV: 'iv', vi: 'bVI', V: 'V', viio: 'viio' }

export const inMode = (numeral: string, mode: Mode): string => {
  if (mode !== 'minor') return numeral
  const match = /^(viio|vi|iv|IV|V|iii|ii|I)(.*)$/.exec(numeral)
  if (!match) return numeral
  const [, head = '', rest = ''] = match
  const minor = IN_MINOR[head] ?? head
  // a supertonic with seventh is half diminished
  return minor === 'iio' && rest.startsWith('7') ? `iih${rest}` : `${minor}${rest}`
}

const keyOn = (pitchClass: number, mode: Mode, home: Key): Key => ({ tonic: spell(pitchClass, home), mode })

/** Related keys by the home key's degree: the dominant of major is major, of minor minor; others take the triad of the degree. */
export const keyOfDegree = (home: Key, degree: number): Key => {
  const scale = scaleOf(home)
  const root = scale[degree - 1] ?? tonicOf(home)
  if (degree === 1) return home
  const third = ((scale[(degree + 1) % 7] ?? 0) - root + 12) % 12
  return keyOn(root, third === 3 ? 'minor' : 'major', home)
}
export const parallelKey = (home: Key): Key => ({ tonic: home.tonic, mode: home.mode === 'minor' ? 'major' : 'minor' })
/** Where an exposition goes: the dominant of a major key, the relative major of a minor one. */
export const secondKeyOf = (home: Key): Key => keyOfDegree(home, home.mode === 'minor' ? 3 : 5)

const widestGap = (scale: readonly number[]): number => {
  const sorted = [...new Set(scale)].toSorted((a, b) => a - b)
  return Math.max(...sorted.map((pitch, index) => ((sorted[index + 1] ?? (sorted[0] ?? 0) + 12) - pitch + 12) % 12))
}

/** The chord with its key's scale bent to hold it: a foreign tone replaces the degree it alters, never the tonic if another will do. */
export const inScaleOf = (chord: ChordSpec, key: Key): ChordSpec => {
  let scale = [...scaleOf(key)]
  for (const tone of chord.tones) {
    if (scale.includes(tone)) continue
    const bent = scale.flatMap((pitch, index) =>
      [1, 11].includes((pitch - tone + 12) % 12) && !chord.tones.includes(pitch) ? [{ index, scale: scale.with(index, tone) }] : [],
    )
    const best = bent.toSorted((a, b) => widestGap(a.scale) - widestGap(b.scale) || b.index - a.index)[0]
    if (best) scale = best.scale
  }
  return { ...chord, scale }
}

const known = new Map<string, ChordSpec>()
/** A chord by its major-mode numeral in a key. */
export const stageOf = (startTicks: number, lengthTicks: number, numeral: string, key: Key, top?: number): Stage => {
  const name = `${key.tonic} ${key.mode} ${numeral}`
  const chord = known.get(name) ?? inScaleOf(chordOf(inMode(numeral, key.mode), key), key)
  known.set(name, chord)
  return { startTicks, lengthTicks, key, chord, ...(top === undefined ? {} : { top }) }
}

/** Pitch class of a scale degree 1..7 under a chord: the chord bends the scale (raised seventh over a minor dominant). */
export const degreeClass = ({ chord }: Pick<Stage, 'chord'>, degree: number): number => chord.scale[(degree - 1) % 7] ?? chord.root

/**
 * The pitch one scale step above (+1) or below (-1) another, in the scale of the moment. Down from a raised leading tone the sixth degree is
 * raised too, as melodic minor has it; up to it the augmented second stays, for the rules to refuse.
 */
export const scaleStep = ({ chord }: Pick<Stage, 'chord'>, pitch: number, direction: 1 | -1): number => {
  for (let size = 1; size <= 2; size++) if (chord.scale.includes((((pitch + direction * size) % 12) + 12) % 12)) return pitch + direction * size
  return direction < 0 ? pitch - 2 : pitch + 3
}
