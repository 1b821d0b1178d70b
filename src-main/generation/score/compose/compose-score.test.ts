import { describe, expect, it } from 'vitest'
import * as metrics from '../../../../bench/music/score-metrics.ts'
import { OpenStyleId, type Plan, type PlanOverrides } from '../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { Score } from '../../../../src-shared/score/score.ts'
import { findInstrumentByVoice } from '../instruments.ts'
import { planFromPrompt } from '../plan/index.ts'
import { composeScore } from './index.ts'

const piece = (prompt: string, seed: number, seconds?: number, overrides: PlanOverrides = {}): { plan: Plan; score: Score } => {
  const plan = planFromPrompt({ prompt, seed, seconds, overrides })
  return { plan, score: composeScore(plan, createRandom(seed)) }
}
const SEEDS = Array.from({ length: 12 }, (_, index) => index + 100)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe.each(OpenStyleId.options)('%s', (style) => {
  const pieces = SEEDS.map((seed) => piece(style, seed))
  const each = (measure: (score: Score) => number): number[] => pieces.map(({ score }) => measure(score))

  it('is a valid score in every seed', () => {
    for (const { score, plan } of pieces) {
      Score.parse(score)
      // a name is how one instrument is chosen: two pianos were both “Piano”, and both were played anew
      expect(new Set(score.parts.map(({ name }) => name)).size).toBe(score.parts.length)
      expect(score.barCount).toBe(plan.form.reduce((sum, section) => sum + section.barCount, 0))
      for (const part of score.parts) {
        const sorted = part.notes.every((note, index) => {
          const before = part.notes[index - 1]
          return !before || before.startTicks < note.startTicks || (before.startTicks === note.startTicks && before.pitch <= note.pitch)
        })
        expect(sorted).toBe(true)
      }
    }
  })

  it('stays in the scale of the moment', () => expect(Math.min(...each(metrics.scaleShare))).toBeGreaterThanOrEqual(0.95))
  it('sings chord tones on strong beats', () => expect(Math.min(...each(metrics.strongChordShare))).toBeGreaterThanOrEqual(0.7))
  it('is built from motifs', () => expect(Math.min(...each(metrics.motifCoverage))).toBeGreaterThanOrEqual(0.6))
  it('breathes at phrase ends', () => expect(mean(each(metrics.phraseRestShare))).toBeGreaterThanOrEqual(0.9))
  it('repeats no melody bar more than four times running', () => expect(Math.max(...each(metrics.longestRepeat))).toBeLessThanOrEqual(4))
  it('follows its energy curve', () => expect(mean(each(metrics.energyCorrelation))).toBeGreaterThanOrEqual(0.75))
  it('moves its voices little and never muddily', () => {
    expect(mean(each(metrics.voiceMovement))).toBeLessThanOrEqual(3)
    expect(Math.max(...each(metrics.muddyShare))).toBe(0)
  })
  it('has no dead air', () => expect(Math.max(...each(metrics.longestSilenceSeconds))).toBeLessThanOrEqual(1))

  it('keeps every instrument in its range, and single voices single', () => {
    for (const { score } of pieces)
      for (const part of score.parts) {
        const instrument = findInstrumentByVoice(part.voice, part.role)
        const { low, high } = instrument?.range ?? { low: 0, high: 127 }
        expect(part.notes.filter((note) => note.pitch < low || note.pitch > high)).toEqual([])
        if (!instrument?.monophonic) continue
        const overlapping = part.notes.filter((note, index) => {
          const next = part.notes[index + 1]
          return next !== undefined && note.startTicks + note.microTicks + note.lengthTicks > next.startTicks + next.microTicks
        })
        expect(overlapping).toEqual([])
      }
  })

  it('sounds at once and ends on the tonic', () => {
    for (const { score, plan } of pieces) {
      const starts = score.parts.flatMap((part) => part.notes.map((note) => note.startTicks))
      expect(Math.min(...starts)).toBeLessThan(960)
      if (plan.ending === 'fade') continue
      const last = score.chords.at(-1)
      const bass = score.parts.find((part) => part.role === 'bass')?.notes.at(-1)
      expect(metrics.keyPitchClasses(score).values().next().value).toBe(last?.root)
      if (bass && bass.startTicks >= (score.barCount - 1) * metrics.barTicksOf(score)) expect(bass.pitch % 12).toBe(last?.root)
    }
  })

  it('makes clearly different pieces of two seeds', () => {
    const pitches = pieces.map(({ score }) => (metrics.leadOf(score)?.notes ?? []).slice(0, 40).map((note) => note.pitch))
    const distances = pitches.slice(1).map((line, index) => metrics.melodyDistance(line, pitches[index] ?? []))
    expect(mean(distances)).toBeGreaterThan(0.5)
    expect(
      new Set(
        pieces.map(({ score }) =>
          score.chords
            .slice(0, 8)
            .map((chord) => chord.roman)
            .join(' '),
        ),
      ).size,
    ).toBeGreaterThan(3)
  })

  it('is the same for the same plan and seed', () => {
    const [first] = pieces
    if (first) expect(composeScore(first.plan, createRandom(SEEDS[0] ?? 0))).toEqual(first.score)
  })

  it('plays every metre and length', () => {
    for (const timeSignature of [
      { beats: 3, unit: 4 },
      { beats: 7, unit: 8 },
      { beats: 6, unit: 8 },
      { beats: 5, unit: 4 },
      { beats: 12, unit: 8 },
      { beats: 2, unit: 2 },
      { beats: 1, unit: 4 },
      { beats: 11, unit: 16 },
    ] as const)
      for (const seconds of [8, 21, 64]) {
        const { score } = piece(style, seconds, seconds, { timeSignature })
        Score.parse(score)
        expect(score.parts.some((part) => part.notes.length > 0)).toBe(true)
        expect(metrics.scaleShare(score)).toBeGreaterThan(0.95)
      }
  })
})

describe('obedience', () => {
  it('has no drum notes where none were wanted', () => {
    for (const style of OpenStyleId.options) {
      const { score } = piece(`${style} no drums`, 5)
      expect(score.parts.filter((part) => part.role === 'drums' || part.role === 'percussion')).toEqual([])
    }
  })

  it('gives a lone player the whole piece', () => {
    for (const prompt of ['solo cello', 'only piano', 'only drums', 'just flute', 'nothing but harp']) {
      const { score } = piece(prompt, 3, 40)
      expect(score.parts.length).toBeGreaterThan(0)
      expect(metrics.longestSilenceSeconds(score)).toBeLessThan(3)
    }
  })

  it('shares material between equal sections and contrasts different ones', () => {
    const { score } = piece('acoustic pop', 8)
    const bars = metrics.barTicksOf(score)
    const line = (label: string, time: number): number[] => {
      const section = score.sections.filter((candidate) => candidate.label === label)[time]
      if (!section) return []
      return (metrics.leadOf(score)?.notes ?? [])
        .filter((note) => note.startTicks >= section.startBar * bars && note.startTicks < (section.startBar + section.barCount) * bars)
        .map((note) => note.pitch)
    }
    expect(metrics.melodyDistance(line('A', 0), line('A', 1))).toBeLessThan(0.3)
    expect(metrics.melodyDistance(line('A', 0), line('B', 0))).toBeGreaterThan(0.4)
  })

  it('plays lo-fi behind the beat and house on the grid', () => {
    const lateness = (prompt: string): number => {
      const { score, plan } = piece(prompt, 4)
      const onBeat = score.parts.flatMap((part) => part.notes.filter((note) => note.startTicks % 960 === 0 && part.role === 'drums'))
      return mean(onBeat.map((note) => (note.microTicks / 960) * (60_000 / plan.tempoBpm)))
    }
    expect(lateness('lofi')).toBeGreaterThan(8)
    expect(lateness('lofi')).toBeLessThan(25)
    expect(Math.abs(lateness('house'))).toBeLessThan(1.5)
  })
})
