import type { Mode, PartMix, PartRole, SectionRole } from '../../../../src-shared/score/score.ts'

/** A chair of the band. The plan fills it with one of `instruments` (the first ones most likely), if `presence` says so. */
export type Seat = {
  readonly role: PartRole
  readonly instruments: readonly string[]
  /** the same player is recorded twice, left and right, with other hands */
  readonly isDoubled?: boolean
  /** always there, whatever else is named, unless it is sent away */
  readonly isEssential?: boolean
  /** how this house records the chair, where it differs from the instrument's usual place */
  readonly mix?: Partial<PartMix>
  /** probability that a plan has this chair at all */
  readonly presence: number
  /** a section at or above this energy lets the player in */
  readonly entersAt: number
  /** section roles where it always or never plays, against its energy */
  readonly always?: readonly SectionRole[]
  readonly never?: readonly SectionRole[]
}

/**
 * Progressions in numerals that count from the major scale, bars separated by "|". `place` says what a progression is for:
 * `home` opens on or near the tonic (verses, A), `away` opens elsewhere (choruses, bridges), `close` ends with a cadence.
 */
export type Progression = { readonly mode: 'major' | 'minor' | Mode; readonly place: 'home' | 'away'; readonly bars: string }

export type HarmonyTaste = {
  readonly progressions: readonly Progression[]
  /** bars per written chord-bar: 2 stretches an ambient progression */
  readonly stretch: number
  /** last two bars before the final tonic, by brightness of the mode */
  readonly cadence: { readonly major: readonly string[]; readonly minor: readonly string[] }
  readonly finalChord: { readonly major: string; readonly minor: string }
  /** how plain triads of common progressions are coloured */
  readonly colour: 'triads' | 'sevenths' | 'open'
}

export type MelodyTaste = {
  /** notes per quarter at energy 0 and 1 */
  readonly density: readonly [number, number]
  /** 0..1: how many onsets are pushed off the beat */
  readonly syncopation: number
  /** 0..1: how readily it leaps */
  readonly leap: number
  /** span in semitones around the register */
  readonly span: number
  /** MIDI pitch around which a lead sings */
  readonly centre: number
  /** step space: pentatonic lines never clash */
  readonly space: 'pentatonic' | 'scale'
  /** how loud the tune is sung before accents, 0..1 */
  readonly force: number
  /** 0..1: chance that a phrase rests instead of its last bars */
  readonly rest: number
}

export type Feel = {
  /** constant lateness of a role in milliseconds (negative: ahead) */
  readonly lateMs: Readonly<Partial<Record<PartRole, number>>>
  /** spread of the timing around it, in milliseconds (standard deviation) */
  readonly looseMs: number
  /** depth of the phrase-shaped velocity arch, 0..1 */
  readonly arch: number
}
