import { FRETS, type Tuning } from './tunings.ts'

/** Fingers of one stroke: fret per sounding string, string 0 the lowest. */
export type Grip = readonly { readonly string: number; readonly fret: number }[]

/** Widest stretch of a fretting hand, in frets, low on the neck. */
export const HAND_SPAN = 4
/** Fastest alternate picking of one string, strokes a second. */
export const PICKS_PER_SECOND = 15
/** Frets that a hand can travel in a second between two grips. */
export const FRETS_PER_SECOND = 60

/** Fingers for these pitches at once, one string each, within one hand; open strings cost nothing. Undefined where no hand can do it. */
export const gripFor = (pitches: readonly number[], tuning: Tuning, near = 3): Grip | undefined => {
  let best: Grip | undefined
  let cost = Number.POSITIVE_INFINITY
  const place = (index: number, fromString: number, grip: Grip): void => {
    const pitch = pitches[index]
    if (pitch === undefined) {
      const fretted = grip.filter(({ fret }) => fret > 0).map(({ fret }) => fret)
      const low = Math.min(...fretted)
      if (fretted.length > 0 && Math.max(...fretted) - low > HAND_SPAN) return
      const price = fretted.length === 0 ? 0 : Math.abs(low - near) + grip.reduce((sum, { string }) => sum + string * 0.1, 0)
      if (price < cost) {
        best = grip
        cost = price
      }
      return
    }
    for (let string = fromString; string < tuning.strings.length; string++) {
      const fret = pitch - (tuning.strings[string] ?? 0)
      if (fret >= 0 && fret <= FRETS) place(index + 1, string + 1, [...grip, { string, fret }])
    }
  }
  place(0, 0, [])
  return best
}

/** Where the hand stands for a grip: its lowest fretted finger; undefined for open strings, which leave it where it was. */
export const positionOf = (grip: Grip): number | undefined => {
  const fretted = grip.filter(({ fret }) => fret > 0).map(({ fret }) => fret)
  return fretted.length === 0 ? undefined : Math.min(...fretted)
}

/** Root, fifth and, where the hand reaches it, the octave: all that stays clear through distortion. */
export const powerChord = (root: number, tuning: Tuning, voices: 2 | 3 = 3): readonly number[] => {
  const full = [root, root + 7, root + 12].slice(0, voices)
  return gripFor(full, tuning) ? full : [root, root + 7]
}
