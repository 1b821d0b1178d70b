/** Open strings of a guitar, low to high, MIDI numbers. On a dropped tuning one finger holds a power chord on the lowest three strings. */
export type Tuning = { readonly name: string; readonly strings: readonly number[]; readonly isDropped: boolean }

const STANDARD = [40, 45, 50, 55, 59, 64]
const loweredBy = (semitones: number): number[] => STANDARD.map((pitch) => pitch - semitones)
const standard = (name: string, semitones: number): Tuning => ({ name, strings: loweredBy(semitones), isDropped: false })
const dropped = (name: string, semitones: number): Tuning => ({
  name,
  strings: loweredBy(semitones).map((pitch, index) => (index === 0 ? pitch - 2 : pitch)),
  isDropped: true,
})

/** By the tonic's pitch class: the tonic rings on the lowest open string wherever metal bands tune there; F to G# fret it on the E string. */
const BY_TONIC: Readonly<Record<number, Tuning>> = {
  4: standard('E standard', 0),
  3: standard('Eb standard', 1),
  2: dropped('drop D', 0),
  1: dropped('drop C#', 1),
  0: dropped('drop C', 2),
  11: dropped('drop B', 3),
  10: dropped('drop Bb', 4),
  9: dropped('drop A', 5),
}
const E_STANDARD = standard('E standard', 0)

export const tuningFor = (tonic: number): Tuning => BY_TONIC[((tonic % 12) + 12) % 12] ?? E_STANDARD

export const lowestString = ({ strings }: Tuning): number => strings[0] ?? 40
export const FRETS = 22

/** Where that pitch class rings lowest. */
export const lowestRoot = (pitchClass: number, tuning: Tuning): number => {
  const low = lowestString(tuning)
  return low + ((((pitchClass - low) % 12) + 12) % 12)
}
