import { describe, expect, test } from 'vitest'
import { Hearing } from '../../../src-shared/analysis/hearing.ts'
import type { Plan } from '../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { loadComposer, planFromPrompt } from '../../generation/index.ts'
import { findQuiet } from './find-quiet.ts'
import { judgeQuality } from './judge-quality.ts'
import type { QualityFacts } from './quality-facts.ts'

const { composeScore } = await loadComposer()

const planOf = (prompt: string): Plan => planFromPrompt({ prompt, seconds: 60, seed: 5, overrides: {} })
const PLAN = planOf('lofi in A minor, 84 bpm')
const SCORE: Score = composeScore(PLAN, createRandom(5))
const FACTS: QualityFacts = { loudness: { integratedLufs: -14, truePeakDbtp: -1 }, lengthSeconds: PLAN.lengthSeconds, plan: PLAN, score: SCORE }
const verdictOf = (facts: Partial<QualityFacts>, name: string) =>
  judgeQuality({ ...FACTS, ...facts }).report.points.find((point) => point.name === name)?.verdict

test.each(['lofi in A minor, 84 bpm', 'house 124 bpm', 'ambient drone in D', 'acoustic pop in G', 'chip tune, fast'])(
  'what the composer writes for “%s” keeps its plan',
  (prompt) => {
    const plan = planOf(prompt)
    const { report, fault } = judgeQuality({ ...FACTS, plan, score: composeScore(plan, createRandom(5)), lengthSeconds: plan.lengthSeconds })
    expect(fault).toBeUndefined()
    expect(report.points.filter(({ verdict }) => verdict === 'bad')).toEqual([])
    expect(report.score).toBeGreaterThanOrEqual(80)
  },
)

describe('faults', () => {
  test.each([
    [{ loudness: { truePeakDbtp: -120 } }, 'was silent'],
    [{ loudness: { integratedLufs: -52, truePeakDbtp: -40 } }, 'was almost silent'],
    [{ loudness: { integratedLufs: -5, truePeakDbtp: 2.2 } }, 'was distorted'],
    [{ quiet: { totalSeconds: 40, longestInsideSeconds: 0, longestAtSeconds: 0 } }, 'was silent for more than half of its length'],
    [{ lengthSeconds: 11 }, 'broke off early'],
    [{ score: { ...SCORE, parts: [] } }, 'had more empty bars than played ones'],
  ] satisfies [Partial<QualityFacts>, string][])('a song that %2$s', (change, fault) => {
    const judged = judgeQuality({ ...FACTS, ...change })
    expect(judged.fault).toBe(fault)
    expect(judged.report.score).toBeLessThan(judgeQuality(FACTS).report.score)
  })

  test('taste is none: loud, a little over full scale, a hole, another length', () => {
    const { fault, report } = judgeQuality({
      ...FACTS,
      loudness: { integratedLufs: -6, truePeakDbtp: 0.2 },
      quiet: { totalSeconds: 5, longestInsideSeconds: 4, longestAtSeconds: 21 },
      lengthSeconds: PLAN.lengthSeconds * 1.4,
    })
    expect(fault).toBeUndefined()
    expect(report.points.map(({ sentence }) => sentence)).toContain('At 0:21 nothing sounds for 4.0 s.')
  })
})

test('another key or tempo than the plan’s is found in the notes', () => {
  expect(verdictOf({}, 'Key')).toBe('good')
  expect(verdictOf({ score: { ...SCORE, key: { tonic: 'C#', mode: 'major' } } }, 'Key')).toBe('bad')
  const shifted = SCORE.parts.map((part) => ({ ...part, notes: part.notes.map((note) => ({ ...note, pitch: note.pitch + 1 })) }))
  expect(verdictOf({ score: { ...SCORE, parts: shifted } }, 'Key')).toBe('look')
  expect(verdictOf({ score: { ...SCORE, tempoMap: [{ atTicks: 0, tempoBpm: 120 }] } }, 'Tempo')).toBe('bad')
})

test('a chorus that is smaller than the calm part is found', () => {
  const [low, high] = [{ ...SCORE, sections: SCORE.sections }].flatMap(({ sections }) => {
    const sorted = sections.toSorted((a, b) => a.energy - b.energy)
    return [sorted[0], sorted.at(-1)]
  })
  const swapped = SCORE.sections.map((section) =>
    section === low ? { ...section, energy: high?.energy ?? 1 } : section === high ? { ...section, energy: 0 } : section,
  )
  const quietened = {
    ...SCORE,
    sections: swapped.map((section) => (section.energy === high?.energy && section.startBar !== low?.startBar ? { ...section, energy: 0.5 } : section)),
  }
  expect(verdictOf({}, 'Dynamics')).toBe('good')
  expect(verdictOf({ score: quietened }, 'Dynamics')).toBe('look')
})

test('what is heard counts only where the ear is sure; half and double tempo are the same pulse', () => {
  const heard = (bpm: number, confidence: number): Hearing =>
    Hearing.parse({
      version: 1,
      seconds: 60,
      isSilent: false,
      tempo: { bpm, lowestBpm: bpm, highestBpm: bpm, isSteady: true, confidence },
      parts: [],
      partsConfidence: 0,
    })
  expect(verdictOf({ hearing: heard(168, 0.9) }, 'Tempo by ear')).toBe('good')
  expect(verdictOf({ hearing: heard(97, 0.9) }, 'Tempo by ear')).toBe('look')
  expect(verdictOf({ hearing: heard(97, 0.2) }, 'Tempo by ear')).toBeUndefined()
})

test('silence is measured between the first and the last sound, in every channel', () => {
  const bucketsOf = (rms: number[]) => ({ min: new Int16Array(rms.length), max: new Int16Array(rms.length), rms: Int16Array.from(rms) })
  const left = bucketsOf([0, 0, 900, 0, 0, 0, 900, 0, 0])
  const right = bucketsOf([0, 0, 0, 0, 500, 0, 0, 0, 0])
  // 256 frames a bucket at 256 Hz: a second each
  expect(findQuiet([left], 256)).toEqual({ totalSeconds: 7, longestInsideSeconds: 3, longestAtSeconds: 3 })
  expect(findQuiet([left, right], 256)).toEqual({ totalSeconds: 6, longestInsideSeconds: 1, longestAtSeconds: 3 })
})
