import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import type { Key } from '../../../src-shared/score/score.ts'

export type HeardKey = { readonly key: Key /** 0..1 */; readonly confidence: number }

/** How often each note sounds in pieces of a key, tonic first (Albrecht & Shanahan 2013). */
const PROFILES = {
  major: [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.08, 0.008, 0.081],
  minor: [0.22, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052],
}
/** the usual spelling of each tonic on a lead sheet */
const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
/**
 * What speaks for a key, by a multinomial logistic fit over 60 pieces of the built-in engine (bench/ears.ts reports the other 60): its notes, and its
 * own chord at the beginning and at the end; in a stretch without them, anywhere. Relative keys share all notes; only chords tell them apart.
 */
const OF_WHOLE = { notes: 7.6, first: 2.5, last: 1.3, anywhere: 0 }
const OF_STRETCH = { notes: 7.9, first: 0, last: 0, anywhere: 3.2 }
/** how decided a bar is for one chord */
const CHORD_SHARPNESS = 20
/** likelihoods of pieces that the fit has not seen were right less often than they said: 0.9 was right four times of five (bench/analysis.ts) */
const BASE_RATE = 0.1
const MODESTY = 0.15
const CANDIDATES = Array.from({ length: 24 }, (_, i) => ({ tonic: i % 12, mode: i < 12 ? ('major' as const) : ('minor' as const) }))

const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [meanA, meanB] = [0, 0]
  for (let i = 0; i < 12; i++) {
    meanA += (a[i] as number) / 12
    meanB += (b[i] as number) / 12
  }
  let [both, left, right] = [0, 0, 0]
  for (let i = 0; i < 12; i++) {
    both += ((a[i] as number) - meanA) * ((b[i] as number) - meanB)
    left += ((a[i] as number) - meanA) ** 2
    right += ((b[i] as number) - meanB) ** 2
  }
  return left > 0 && right > 0 ? both / Math.sqrt(left * right) : 0
}

const turned = (profile: readonly number[], tonic: number): number[] => profile.map((_, note) => profile[(note - tonic + 12) % 12] as number)

const softmax = (values: readonly number[]): number[] => {
  const most = Math.max(...values)
  const powers = values.map((value) => Math.exp(value - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

const shares = (values: Float64Array): Float64Array => {
  const sum = values.reduce((total, value) => total + value, 0)
  return sum > 0 ? values.map((value) => value / sum) : values
}

/** How likely each of the 24 triads sounds at the beginning of a span: its notes in the first half, its root in the bass. */
const chordShares = (frames: SoundFrames, fromSeconds: number, toSeconds: number): number[] | undefined => {
  const place = (seconds: number) => Math.max(0, Math.min(frames.count, Math.round((seconds - frames.firstSeconds) * frames.rateHz)))
  const from = place(fromSeconds) + 1
  const to = Math.max(from + 1, Math.round((from + place(toSeconds)) / 2))
  const [tones, bass] = [new Float64Array(12), new Float64Array(12)]
  for (let i = from; i < Math.min(frames.count, to); i++)
    for (let note = 0; note < 12; note++) {
      tones[note] = (tones[note] as number) + (frames.chroma[i * 12 + note] as number)
      bass[note] = (bass[note] as number) + (frames.bass[i * 12 + note] as number)
    }
  if (!tones.some((value) => value > 0)) return undefined
  const [tone, root] = [shares(tones), shares(bass)]
  const of = (note: number) => tone[note % 12] as number
  return softmax(
    CANDIDATES.map(
      ({ tonic, mode }) => CHORD_SHARPNESS * (of(tonic) + of(tonic + (mode === 'minor' ? 3 : 4)) + 0.8 * of(tonic + 7) + 0.35 * (root[tonic] as number)),
    ),
  )
}

/** Of something shorter than a frame of `pitchClasses`. */
const notesOf = ({ chroma, count }: SoundFrames): Float64Array => {
  const sum = new Float64Array(12)
  for (let i = 0; i < count * 12; i++) sum[i % 12] = (sum[i % 12] as number) + (chroma[i] as number)
  return sum
}

const meanOf = (rows: readonly (readonly number[])[]): number[] =>
  CANDIDATES.map((_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) / Math.max(1, rows.length))

/**
 * The key of a recording, major or minor (a dorian song counts as minor, a lydian one as major).
 * @param classes  how much of it each pitch class is
 * @param bars     moments, seconds, where bars begin; where they are not known, any even spans
 * @param isWhole  it begins and ends where the music does
 * @returns undefined where no tones are heard
 */
export const hearKey = (frames: SoundFrames, classes: Float64Array, bars: readonly number[], isWhole: boolean): HeardKey | undefined => {
  const notes = classes.some((value) => value > 0) ? classes : notesOf(frames)
  if (!notes.some((value) => value > 0)) return undefined
  const chords = bars.slice(0, -1).flatMap((bar, i) => {
    const shares = chordShares(frames, bar, bars[i + 1] as number)
    return shares ? [shares] : []
  })
  const [anywhere, weights] = [meanOf(chords), isWhole ? OF_WHOLE : OF_STRETCH]
  const [first, last] = [chords[0] ?? anywhere, chords.at(-1) ?? anywhere]
  const likelihood = softmax(
    CANDIDATES.map(
      ({ tonic, mode }, k) =>
        weights.notes * correlation(notes, turned(PROFILES[mode], tonic)) +
        weights.first * (first[k] as number) +
        weights.last * (last[k] as number) +
        weights.anywhere * (anywhere[k] as number),
    ),
  )
  const best = likelihood.indexOf(Math.max(...likelihood))
  const { tonic, mode } = CANDIDATES[best] ?? { tonic: 0, mode: 'major' }
  const name = (mode === 'minor' ? MINOR_NAMES : MAJOR_NAMES)[tonic] ?? 'C'
  return { key: { tonic: name, mode }, confidence: BASE_RATE + (1 - BASE_RATE - MODESTY) * (likelihood[best] as number) }
}
