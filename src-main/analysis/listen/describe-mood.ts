import type { Hearing } from '../../../src-shared/analysis/hearing.ts'
import type { SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import type { Mode } from '../../../src-shared/score/score.ts'

type Mood = NonNullable<Hearing['mood']>
export type MoodClues = {
  readonly tempoBpm: number | undefined
  readonly tempoConfidence: number
  readonly mode: Mode | undefined
  readonly keyConfidence: number
}

const clamp = (value: number): number => Math.max(0, Math.min(1, value))
/** 0 at `low`, 1 at `high`. */
const between = (value: number, low: number, high: number): number => clamp((value - low) / (high - low))

/** Means over the frames that are not silent. */
const loudMean = (frames: SoundFrames, values: Float32Array): number => {
  let sum = 0
  let count = 0
  for (let i = 0; i < frames.count; i++) {
    if ((frames.rms[i] as number) < 1e-3) continue
    sum += values[i] as number
    count++
  }
  return count > 0 ? sum / count : 0
}

/** Words only where a measure is far from the middle; nothing is said about what is not clear. */
const wordsOf = (energy: number, brightness: number, valence: number, valenceConfidence: number): string[] => [
  ...(energy >= 0.66 ? ['energetic'] : energy <= 0.33 ? ['calm'] : []),
  ...(brightness >= 0.66 ? ['bright'] : brightness <= 0.33 ? ['dark'] : []),
  ...(valenceConfidence >= 0.4 && valence >= 0.62 ? ['cheerful'] : valenceConfidence >= 0.4 && valence <= 0.38 ? ['wistful'] : []),
]

/**
 * Three plain measures. Energy: how loud and how busy. Brightness: where the spectrum's centre lies. Valence: major and fast is heard as
 * happier, minor and slow as sadder (Juslin & Laukka 2004), a weak rule, so its confidence is never high.
 */
export const describeMood = (frames: SoundFrames, { tempoBpm, tempoConfidence, mode, keyConfidence }: MoodClues): Mood => {
  const loudness = 20 * Math.log10(loudMean(frames, frames.rms) + 1e-6)
  const centroid = loudMean(frames, frames.centroidHz)
  const energy = clamp(0.25 * between(loudness, -30, -12) + 0.5 * between(loudMean(frames, frames.flux), 0.04, 0.18) + 0.25 * between(tempoBpm ?? 100, 60, 150))
  const brightness = between(Math.log2(Math.max(200, centroid)), Math.log2(800), Math.log2(5_000))
  const isMinor = mode === 'minor' || mode === 'dorian' || mode === 'phrygian'
  const byMode = mode === undefined ? 0.5 : 0.5 + (isMinor ? -0.3 : 0.3) * keyConfidence
  const byTempo = tempoBpm === undefined ? 0.5 : 0.5 + 0.35 * (between(tempoBpm, 60, 150) - 0.5) * tempoConfidence
  const valence = clamp(0.65 * byMode + 0.25 * byTempo + 0.1 * brightness)
  const valenceConfidence = mode === undefined ? 0 : 0.6 * keyConfidence
  return { energy, brightness, valence, valenceConfidence, words: wordsOf(energy, brightness, valence, valenceConfidence) }
}
