import { describe, expect, it } from 'vitest'
import * as metrics from '../../../../../bench/music/score-metrics.ts'
import { DEFAULT_REMIX_CONTROLS, OpenStyleId, Plan } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { Score } from '../../../../../src-shared/score/score.ts'
import { endingOf } from '../../plan/index.ts'
import { composeForSurroundings, extendScore, recomposeBars } from '../index.ts'
import { region, song } from './songs-for-tests.ts'

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1)

describe('recomposeBars', () => {
  it('an arranger’s word: calmer bars are softer with fewer notes, livelier ones the other way round, and who rests is silent there', () => {
    const sum = { calm: 0, plain: 0, lively: 0 }
    for (const style of OpenStyleId.options)
      for (const seed of SEEDS.slice(0, 3)) {
        const { plan, score } = song(style, seed)
        const { fromBar, toBar } = region(score)
        const ticks = metrics.barTicksOf(score)
        const controls = { ...DEFAULT_REMIX_CONTROLS, melodyLoyalty: 1, weirdness: 0.9, genreShift: 0, structureConsistency: 1 }
        const notesIn = (arranging: Parameters<typeof recomposeBars>[1]['arranging']) => {
          const made = recomposeBars(score, { fromBar, toBar, controls, plan, arranging, random: createRandom(seed) })
          return made.parts.map((part) => ({
            role: part.role,
            notes: part.notes.filter((note) => note.startTicks >= fromBar * ticks && note.startTicks < toBar * ticks),
          }))
        }
        const power = (parts: ReturnType<typeof notesIn>) => parts.flatMap(({ notes }) => notes).reduce((all, { velocity }) => all + (velocity / 127) ** 2, 0)
        sum.calm += power(notesIn({ energy: 0.15, rests: [] }))
        sum.plain += power(notesIn(undefined))
        sum.lively += power(notesIn({ energy: 0.95, rests: [] }))
        const resting = notesIn({ rests: ['drums', 'bass'] })
        expect(resting.filter(({ role }) => role === 'drums' || role === 'bass').every(({ notes }) => notes.length === 0)).toBe(true)
      }
    expect(sum.calm).toBeLessThan(0.6 * sum.plain)
    expect(sum.lively).toBeGreaterThan(1.02 * sum.plain)
  })

  it.each(OpenStyleId.options)('leaves every note outside the bars the same object (%s)', (style) => {
    for (const seed of SEEDS.slice(0, 6)) {
      const { plan, score } = song(style, seed)
      const { fromBar, toBar } = region(score)
      const made = recomposeBars(score, {
        fromBar,
        toBar,
        controls: { ...DEFAULT_REMIX_CONTROLS, weirdness: 1, structureConsistency: 0 },
        plan,
        random: createRandom(seed + 99),
      })
      Score.parse(made)
      const ticks = metrics.barTicksOf(score)
      let changed = false
      score.parts.forEach((part, index) => {
        const outside = (notes: Score['parts'][number]['notes']): Score['parts'][number]['notes'] =>
          notes.filter((note) => note.startTicks < fromBar * ticks || note.startTicks >= toBar * ticks)
        const [before, after] = [outside(part.notes), outside(made.parts[index]?.notes ?? [])]
        expect(after.length).toBe(before.length)
        expect(after.every((note, at) => note === before[at])).toBe(true)
        if (part.notes.length !== made.parts[index]?.notes.length || part.notes.some((note, at) => note !== made.parts[index]?.notes[at])) changed = true
      })
      expect(changed).toBe(true)
      expect({ key: made.key, tempo: made.tempoMap, meter: made.timeSignature, bars: made.barCount, parts: made.parts.map((part) => part.id) }).toEqual({
        key: score.key,
        tempo: score.tempoMap,
        meter: score.timeSignature,
        bars: score.barCount,
        parts: score.parts.map((part) => part.id),
      })
    }
  })

  it('connects the tune at both seams within a sixth or over a rest', () => {
    for (const style of OpenStyleId.options)
      for (const seed of SEEDS) {
        const { plan, score } = song(style, seed)
        const { fromBar, toBar } = region(score)
        const made = recomposeBars(score, {
          fromBar,
          toBar,
          controls: { ...DEFAULT_REMIX_CONTROLS, melodyLoyalty: 0, weirdness: 1 },
          plan,
          random: createRandom(seed * 31),
        })
        const notes = metrics.leadOf(made)?.notes ?? []
        const ticks = metrics.barTicksOf(score)
        for (const seam of [fromBar * ticks, toBar * ticks]) {
          const after = notes.findIndex((note) => note.startTicks >= seam)
          const [left, right] = [notes[after - 1], notes[after]]
          if (!left || !right) continue
          const rest = right.startTicks - left.startTicks - left.lengthTicks
          if (rest < 960) expect(Math.abs(right.pitch - left.pitch)).toBeLessThanOrEqual(9)
        }
      }
  })

  it('keeps single voices single and stays in scale', () => {
    for (const seed of SEEDS) {
      const { plan, score } = song('chip', seed)
      const { fromBar, toBar } = region(score)
      const made = recomposeBars(score, { fromBar, toBar, controls: { ...DEFAULT_REMIX_CONTROLS, weirdness: 0.8 }, plan, random: createRandom(seed) })
      for (const part of made.parts.filter((candidate) => candidate.role !== 'drums')) {
        const overlapping = part.notes.filter((note, index) => {
          const next = part.notes[index + 1]
          return next !== undefined && note.startTicks + note.microTicks + note.lengthTicks > next.startTicks + next.microTicks
        })
        expect(overlapping).toEqual([])
      }
      expect(metrics.scaleShare(made)).toBeGreaterThan(0.95)
    }
  })

  it('can replay the last bars with a new close', () => {
    const { plan, score } = song('lofi', 4)
    const made = recomposeBars(score, { fromBar: score.barCount - 3, toBar: score.barCount, controls: DEFAULT_REMIX_CONTROLS, plan, random: createRandom(8) })
    expect(made.chords.at(-1)).toEqual(score.chords.at(-1))
  })

  it('refuses bars that are not there', () => {
    const { plan, score } = song('lofi', 4)
    expect(() => recomposeBars(score, { fromBar: 3, toBar: 3, controls: DEFAULT_REMIX_CONTROLS, plan, random: createRandom(8) })).toThrow(RangeError)
    expect(() => recomposeBars(score, { fromBar: 0, toBar: score.barCount + 1, controls: DEFAULT_REMIX_CONTROLS, plan, random: createRandom(8) })).toThrow(
      RangeError,
    )
  })
})

describe('extendScore', () => {
  it.each(OpenStyleId.options)('goes on after the end and closes later (%s)', (style) => {
    for (const seed of [1, 2, 3]) {
      const { plan, score } = song(style, seed, 60)
      const made = extendScore(score, plan, { seconds: 25, direction: 'after', controls: DEFAULT_REMIX_CONTROLS, random: createRandom(seed) })
      Score.parse(made.score)
      Plan.parse(made.plan)
      expect(made.plan.lengthSeconds).toBeCloseTo(85, 3)
      expect(made.score.barCount).toBe(score.barCount + made.insertedBarCount)
      expect(made.plan.form.reduce((sum, section) => sum + section.barCount, 0)).toBe(made.score.barCount)
      if (plan.ending !== 'fade') expect(endingOf(made.plan).ringSeconds).toBeGreaterThan(0.9)
      const ticks = metrics.barTicksOf(score)
      score.parts.forEach((part, index) => {
        const before = part.notes.filter((note) => note.startTicks < made.insertedFromBar * ticks)
        expect(made.score.parts[index]?.notes.slice(0, before.length).every((note, at) => note === before[at])).toBe(true)
      })
      expect(metrics.longestSilenceSeconds(made.score)).toBeLessThanOrEqual(1.2)
      expect(metrics.scaleShare(made.score)).toBeGreaterThan(0.95)
    }
  })

  it.each(OpenStyleId.options)('leads in from before (%s)', (style) => {
    const { plan, score } = song(style, 3, 60)
    const made = extendScore(score, plan, { barCount: 4, direction: 'before', controls: DEFAULT_REMIX_CONTROLS, random: createRandom(1) })
    Score.parse(made.score)
    const ticks = metrics.barTicksOf(score)
    expect(made.insertedFromBar).toBe(0)
    expect(made.insertedBarCount).toBe(4)
    score.parts.forEach((part, index) => {
      const shifted = part.notes.map((note) => ({ ...note, startTicks: note.startTicks + 4 * ticks }))
      expect(made.score.parts[index]?.notes.slice(-shifted.length)).toEqual(shifted)
    })
    expect(made.score.parts.some((part) => part.notes.some((note) => note.startTicks < ticks))).toBe(true)
  })

  it('covers any length, one bar or five minutes', () => {
    const { plan, score } = song('acoustic-pop', 2, 40)
    for (const barCount of [1, 3, 11, 33]) {
      for (const direction of ['after', 'before'] as const) {
        const made = extendScore(score, plan, { barCount, direction, controls: DEFAULT_REMIX_CONTROLS, random: createRandom(barCount) })
        Score.parse(made.score)
        const covered = made.score.sections.every(
          (section, index) => section.startBar === made.score.sections.slice(0, index).reduce((sum, other) => sum + other.barCount, 0),
        )
        expect(covered).toBe(true)
        const chordTicks = made.score.chords.reduce((sum, chord) => sum + chord.lengthTicks, 0)
        expect(chordTicks).toBe(made.score.barCount * metrics.barTicksOf(made.score))
      }
    }
  })
})

describe('composeForSurroundings', () => {
  it('fits a hole in another song', () => {
    const { plan, score, startOffsetSeconds } = composeForSurroundings({
      tempoBpm: 97.3,
      key: { tonic: 'D', mode: 'minor' },
      beatPhaseSeconds: 0.31,
      seconds: 9.2,
      prompt: 'house groove',
      controls: DEFAULT_REMIX_CONTROLS,
      random: createRandom(2),
    })
    Score.parse(score)
    const barSeconds = (4 * 60) / 97.3
    expect(startOffsetSeconds).toBeLessThanOrEqual(0)
    expect(startOffsetSeconds).toBeGreaterThan(-barSeconds)
    expect(startOffsetSeconds + score.barCount * barSeconds).toBeGreaterThanOrEqual(9.2)
    expect((startOffsetSeconds + barSeconds) % barSeconds).toBeCloseTo(0.31, 5)
    expect(score.key).toEqual({ tonic: 'D', mode: 'minor' })
    expect(plan.tempoBpm).toBe(97.3)
    expect(metrics.scaleShare(score)).toBeGreaterThan(0.95)
  })
})
