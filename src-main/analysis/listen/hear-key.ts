import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import type { Key } from '../../../src-shared/score/score.ts'

export type HeardKey = { readonly key: Key /** 0..1 */; readonly confidence: number }

/** How well each note fits a key, tonic first. Krumhansl & Kessler 1982, from listeners; Faraldo et al. 2016 (edma), from electronic music. */
const LISTENERS = {
  major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
  minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
}
const ELECTRONIC = {
  major: [1, 0.2875, 0.502, 0.4048, 0.605, 0.5614, 0.3205, 0.7966, 0.3159, 0.4506, 0.4202, 0.3889],
  minor: [1, 0.3096, 0.4415, 0.5827, 0.3262, 0.4948, 0.2889, 0.7804, 0.4328, 0.2903, 0.5331, 0.3217],
}
/** the usual spelling of each tonic on a lead sheet */
const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
/**
 * What speaks for a key, by a multinomial logistic fit over 60 pieces of the built-in engine (other seeds than those of the bench): its notes,
 * and its own chord where phrases begin. Relative keys share all notes; only the second tells them apart.
 */
const WEIGHTS = { listeners: 2.4, electronic: 2.3, phrases: 5.9, first: 1.1 }
const PHRASE_BARS = 4
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

const meanOf = (rows: readonly (readonly number[])[]): number[] =>
  CANDIDATES.map((_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) / Math.max(1, rows.length))

/**
 * The key of a recording, major or minor (a dorian song counts as minor, a lydian one as major).
 * @param bars moments, seconds, where bars begin; where they are not known, any even spans
 * @returns undefined where no tones are heard
 */
export const hearKey = (frames: SoundFrames, bars: readonly number[], areBarsKnown: boolean): HeardKey | undefined => {
  const sum = new Float64Array(12)
  for (let i = 0; i < frames.count; i++) for (let note = 0; note < 12; note++) sum[note] = (sum[note] as number) + (frames.chroma[i * 12 + note] as number)
  if (!sum.some((value) => value > 0)) return undefined
  const chords = bars.slice(0, -1).map((bar, i) => chordShares(frames, bar, bars[i + 1] as number))
  const heard = chords.flatMap((row) => (row ? [row] : []))
  const phrases = chords.flatMap((row, i) => (row && (!areBarsKnown || i % PHRASE_BARS === 0) ? [row] : []))
  const [onPhrases, onFirst] = [meanOf(phrases), heard[0] ?? meanOf([])]
  const likelihood = softmax(
    CANDIDATES.map(
      ({ tonic, mode }, k) =>
        WEIGHTS.listeners * correlation(sum, turned(LISTENERS[mode], tonic)) +
        WEIGHTS.electronic * correlation(sum, turned(ELECTRONIC[mode], tonic)) +
        WEIGHTS.phrases * (onPhrases[k] as number) * (areBarsKnown ? 1 : 0.7) +
        WEIGHTS.first * (onFirst[k] as number),
    ),
  )
  const best = likelihood.indexOf(Math.max(...likelihood))
  const { tonic, mode } = CANDIDATES[best] ?? { tonic: 0, mode: 'major' }
  const name = (mode === 'minor' ? MINOR_NAMES : MAJOR_NAMES)[tonic] ?? 'C'
  return { key: { tonic: name, mode }, confidence: BASE_RATE + (1 - BASE_RATE - MODESTY) * (likelihood[best] as number) }
}
