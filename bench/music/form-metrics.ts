import { beatTrack } from '@audio/beat'
import chroma from '@audio/mir-chroma'
import findBestKey from '@audio/mir-key'
import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { hearBeats } from '../../src-main/audio/analysis/hear-beats.ts'
import { beatCurves } from '../../src-shared/dsp/beat-curves.ts'
import { barToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Key, Score, Section } from '../../src-shared/score/score.ts'
import { meanSpectrum, RATE } from './audio-metrics.ts'
import { correlation } from './score-metrics.ts'
import type { Recording } from './studio.ts'

/** Form, pulse and key as independent ears hear them in the finished sound. */

const frameOfBar = ({ tempoMap, timeSignature }: Score, bar: number): number => Math.round(barToSeconds(tempoMap, timeSignature, bar) * RATE)

/** Planned energy of each section against its loudness and how much begins in it (both standardised, loudness counting double). */
export const heardEnergyCorrelation = ({ score }: Recording, steps: Float64Array, onsets: ArrayLike<number>): number => {
  const sections = score.sections.filter((section) => section.barCount > 1)
  if (sections.length < 3) return Number.NaN
  const span = ({ startBar, barCount }: Section): [number, number] => [
    frameOfBar(score, startBar),
    frameOfBar(score, startBar + barCount - (startBar + barCount === score.barCount ? 1 : 0)),
  ]
  const loudness = sections.map((section) => {
    const [from, to] = span(section).map((frame) => Math.floor(frame / (RATE / 10))) as [number, number]
    let sum = 0
    for (let i = from; i < Math.min(to, steps.length); i++) sum += steps[i] ?? 0
    return 10 * Math.log10(sum / Math.max(1, to - from) + 1e-12)
  })
  const density = sections.map((section) => {
    const [from, to] = span(section).map((frame) => frame / RATE) as [number, number]
    let count = 0
    for (let i = 0; i < onsets.length; i++) if ((onsets[i] ?? 0) >= from && (onsets[i] ?? 0) < to) count++
    return count / Math.max(1, to - from)
  })
  const standard = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return values.map((value) => (deviation < 1e-9 ? 0 : (value - mean) / deviation))
  }
  const [a, b] = [standard(loudness), standard(density)]
  return correlation(
    sections.map((section) => section.energy),
    a.map((value, index) => 2 * value + (b[index] ?? 0)),
  )
}

/** Loudness of a bar in 30 quarter-tone-free bands and 12 pitch classes, what a listener would call its sound. */
const barFeature = (mono: Float32Array, from: number, to: number): number[] => {
  const samples = mono.subarray(from, to)
  const powers = meanSpectrum(samples, 2048)
  const bands = Array.from({ length: 24 }, (_, band) => {
    const low = Math.max(1, Math.floor((40 * 2 ** (band * 0.36) * 2048) / RATE))
    const high = Math.max(low + 1, Math.floor((40 * 2 ** ((band + 1) * 0.36) * 2048) / RATE))
    let sum = 0
    for (let bin = low; bin < high; bin++) sum += powers[bin] ?? 0
    return Math.log10(sum / Math.max(1, samples.length) + 1e-9)
  })
  // the shape of the spectrum, whatever its level
  const level = bands.reduce((sum, value) => sum + value, 0) / bands.length
  return bands.map((value) => value - level)
}
const chromaOf = (mono: Float32Array, rate: number, from: number, to: number): number[] => {
  const sum = new Array<number>(12).fill(0)
  for (let at = from; at + 4096 <= Math.max(from + 4096, to) && at + 4096 <= mono.length; at += 4096) {
    const vector = chroma(mono.subarray(at, at + 4096), { fs: rate })
    for (let i = 0; i < 12; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0)
  }
  return sum
}
const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  const norm = Math.hypot(...a) * Math.hypot(...b)
  return norm === 0 ? 1 : dot / norm
}

/**
 * Self-similarity: how much more a section that returns sounds like its first time than like the sections between, bar against bar
 * (positive: the form is audible). NaN where nothing returns.
 */
export const formContrast = ({ score }: Recording, mono: Float32Array): number => {
  const eleven = decimate(mono, 4)
  const features = Array.from({ length: score.barCount }, (_, bar) => {
    const [from, to] = [frameOfBar(score, bar), Math.min(mono.length, frameOfBar(score, bar + 1))]
    return { bands: barFeature(mono, from, to), pitches: chromaOf(eleven, RATE / 4, from >> 2, to >> 2) }
  })
  const mean = (features[0]?.bands ?? []).map((_, band) => features.reduce((sum, feature) => sum + (feature.bands[band] ?? 0), 0) / features.length)
  const centred = features.map(({ bands, pitches }) => ({ bands: bands.map((value, index) => value - (mean[index] ?? 0)), pitches }))
  const alike = (a: number, b: number): number => {
    const [x, y] = [centred[a], centred[b]]
    return x && y ? 0.5 * cosine(x.bands, y.bands) + 0.5 * cosine(x.pitches, y.pitches) : 0
  }
  const sums = { same: 0, sameCount: 0, other: 0, otherCount: 0 }
  const sections = score.sections.filter((section) => section.role !== 'intro' && section.role !== 'outro')
  for (const [index, first] of sections.entries())
    for (const second of sections.slice(index + 1)) {
      const bars = Math.min(first.barCount, second.barCount) - 1
      for (let bar = 0; bar < bars; bar++) {
        const value = alike(first.startBar + bar, second.startBar + bar)
        if (first.label === second.label) {
          sums.same += value
          sums.sameCount++
        } else {
          sums.other += value
          sums.otherCount++
        }
      }
    }
  return sums.sameCount === 0 || sums.otherCount === 0 ? Number.NaN : sums.same / sums.sameCount - sums.other / sums.otherCount
}

/** How far a heard tempo is from the planned one, as a share; half, double and the beat of triple or dotted metres count as heard. */
export const tempoError = (heardBpm: number, plannedBpm: number): number =>
  Math.min(...[0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1, 4 / 3, 1.5, 2, 3, 4].map((ratio) => Math.abs(heardBpm / (plannedBpm * ratio) - 1)))

/** How far the nearer of two ears is from the planned tempo: the beats of @audio/beat and the ears that the studio analyses recordings with. */
export const heardTempo = (mono: Float32Array, plannedBpm: number): { bpm: number; error: number } => {
  const half = decimate(mono, 2)
  const ears = [heardBeats(half), hearBeats(beatCurves(half, RATE / 2), half.length / (RATE / 2))?.tempoBpm ?? 0]
  const heard = ears.map((bpm) => ({ bpm, error: tempoError(bpm, plannedBpm) })).toSorted((a, b) => a.error - b.error)
  return heard[0] ?? { bpm: 0, error: 1 }
}

/** The tempo that @audio/beat hears, refined by its own beats. @param half mono at 22.05 kHz */
const heardBeats = (half: Float32Array): number => {
  const { bpm, beats } = beatTrack(half, { fs: RATE / 2 })
  const gaps = Array.from(beats.slice(1), (time, index) => time - (beats[index] ?? 0)).toSorted((a, b) => a - b)
  const usual = gaps[Math.floor(gaps.length / 2)] ?? 60 / bpm
  const kept = gaps.filter((gap) => Math.abs(gap / usual - 1) < 0.12)
  const gap = kept.reduce((sum, value) => sum + value, 0) / Math.max(1, kept.length)
  return kept.length > 8 ? 60 / gap : bpm
}

const NAMES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 }
const classOf = (tonic: string): number => ((NAMES[tonic.slice(0, 1)] ?? 0) + (tonic.endsWith('#') ? 1 : tonic.length > 1 ? -1 : 0) + 12) % 12
/** semitones from a mode's tonic up to the tonic of the major scale with the same notes */
const TO_MAJOR: Readonly<Record<Key['mode'], number>> = { major: 0, minor: 3, dorian: 10, phrygian: 8, lydian: 7, mixolydian: 5 }

/** 1 the very key, 0.5 the same notes under another tonic or the nearest neighbour on the circle of fifths, 0 wrong. */
export const keyScore = (mono: Float32Array, key: Key): number => {
  const eleven = decimate(mono, 4)
  const sum = new Float64Array(12)
  for (let at = 0; at + 8192 <= eleven.length; at += 8192) {
    const vector = chroma(eleven.subarray(at, at + 8192), { fs: RATE / 4 })
    for (let i = 0; i < 12; i++) sum[i] = (sum[i] ?? 0) + Math.sqrt(vector[i] ?? 0)
  }
  const found = findBestKey(sum)
  const heardMajor = (found.tonic + (found.mode === 'minor' ? 3 : 0)) % 12
  const tonic = classOf(key.tonic)
  const meantMajor = (tonic + TO_MAJOR[key.mode]) % 12
  if (found.tonic === tonic && (found.mode === 'minor') === ['minor', 'dorian', 'phrygian'].includes(key.mode)) return 1
  return heardMajor === meantMajor ? 0.5 : [5, 7].includes((heardMajor - meantMajor + 12) % 12) ? 0.5 : 0
}
