import type { Key, TimeSignature } from '../../../src-shared/score/score.ts'
import type { Facts } from '../entries/facts.ts'

/** What a search wants of a song, as far as it says so. From a prompt's words, or from a song. */
export type Wanted = {
  readonly style: string | undefined
  readonly tempoBpm: number | undefined
  /** "slow", "fast", 0..1, where there is no number */
  readonly pace: number | undefined
  readonly tonic: string | undefined
  readonly mode: Key['mode'] | undefined
  readonly timeSignature: TimeSignature | undefined
  readonly instruments: readonly string[]
  readonly without: ReadonlySet<string>
  readonly moodWords: readonly string[]
  readonly valence: number | undefined
  readonly energy: number | undefined
}

export const wantedOfFacts = ({ style, tempoBpm, key, timeSignature, parts, moodWords, valence, energy }: Facts): Wanted => ({
  style,
  tempoBpm,
  pace: undefined,
  tonic: key?.tonic,
  mode: key?.mode,
  timeSignature,
  instruments: [...new Set(parts.map(({ instrument }) => instrument))],
  without: new Set(),
  moodWords,
  valence,
  energy,
})
