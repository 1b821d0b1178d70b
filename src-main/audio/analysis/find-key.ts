import chroma from '@audio/mir-chroma'
import findBestKey from '@audio/mir-key'
import type { Key } from '../../../src-shared/score/score.ts'

export type FoundKey = { readonly key: Key /** 0..1 */; readonly confidence: number }

const FRAME = 8192
const HOP = 4096
/** the usual spelling of each tonic on a lead sheet */
const MAJOR_NAMES = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const MINOR_NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B']
/** lead over the second-best key at which there is little doubt, in correlation */
const CLEAR_LEAD = 0.12

/**
 * The key of a stretch of music by the Krumhansl-Schmuckler profiles over its pitch classes. Frames are weighed by their loudness, so silence
 * and tails say little. Relative major and minor share their notes; the profile decides, with a low confidence.
 *
 * @param mono at about 11 kHz; @returns undefined for silence
 */
export const findKey = (mono: Float32Array, sampleRateHz: number): FoundKey | undefined => {
  const sum = new Float64Array(12)
  const window = Float32Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))
  const frame = new Float32Array(FRAME)
  for (let start = 0; start + FRAME <= mono.length; start += HOP) {
    let energy = 0
    for (let i = 0; i < FRAME; i++) {
      const value = (mono[start + i] as number) * (window[i] as number)
      frame[i] = value
      energy += value * value
    }
    if (energy < FRAME * 1e-8) continue
    const vector = chroma(frame, { fs: sampleRateHz })
    const weight = Math.sqrt(Math.sqrt(energy))
    for (let i = 0; i < 12; i++) sum[i] = (sum[i] as number) + Math.sqrt(vector[i] ?? 0) * weight
  }
  if (!sum.some((value) => value > 0)) return undefined
  const found = findBestKey(sum)
  const lead = found.confidence - (found.scores[1]?.score ?? 0)
  const tonic = (found.mode === 'minor' ? MINOR_NAMES : MAJOR_NAMES)[found.tonic] ?? 'C'
  return { key: { tonic, mode: found.mode }, confidence: Math.max(0, Math.min(1, lead / CLEAR_LEAD)) * Math.max(0, found.confidence) }
}
