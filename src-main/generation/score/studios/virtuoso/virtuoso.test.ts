import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS, type StyleId } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { ticksToSeconds } from '../../../../../src-shared/score/musical-time.ts'
import type { Part, Score } from '../../../../../src-shared/score/score.ts'
import { extendScore, recomposeBars } from '../../compose/index.ts'
import { slotsOf } from '../../compose/remix/bars.ts'
import { findInstrumentByVoice } from '../../instruments.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { faultsIn } from './counterpoint/rules.ts'
import { fugueForm, minuetForm, sonataForm } from './form-plans.ts'
import { mendSeams } from './mend-seams.ts'
import { linesOf } from './recompose.ts'

const SEEDS = [1, 2, 3, 4]
const STYLES: readonly StyleId[] = ['minuet', 'sonata', 'fugue']

test('words choose the form, its metre and who plays', async () => {
  const read = async (prompt: string) => {
    const { plan } = await pieceOf('virtuoso', 3, { prompt })
    return [plan.style, plan.timeSignature.beats, plan.instrumentation.map(({ role, instrument }) => `${role} ${instrument}`)]
  }
  const quartet = ['lead violin', 'counter violin', 'counter viola', 'bass cello']
  expect(await read('a graceful minuet for string quartet')).toEqual(['minuet', 3, quartet])
  expect(await read('fugue in G minor for church organ')).toEqual(['fugue', 4, ['lead church-organ', 'chords church-organ']])
  expect(await read('sonata exposition for violin and piano')).toEqual(['sonata', 4, ['lead violin', 'chords piano']])
  expect(await read('string trio in 4/4, minuet')).toEqual(['minuet', 4, quartet.filter((chair) => chair !== 'counter violin')])
  expect(await read('cello sonata')).toEqual(['sonata', 4, ['lead cello', 'chords piano']])
})

test('forms have the bars that are asked for, and repeats are as long as what they repeat', () => {
  for (const form of [minuetForm, sonataForm, fugueForm])
    for (let bars = 1; bars <= 240; bars++) {
      const sections = form(bars, true)
      expect(sections.reduce((sum, { barCount }) => sum + barCount, 0)).toBe(bars)
      for (const { label, barCount } of sections.slice(0, -1)) expect(barCount).toBe(sections.find((other) => other.label === label)?.barCount)
    }
})

const overlaps = ({ notes }: Part): number => {
  const sorted = notes.toSorted((a, b) => a.startTicks + a.microTicks - b.startTicks - b.microTicks)
  return sorted.filter((note, index) => {
    const next = sorted[index + 1]
    return next !== undefined && note.startTicks + note.microTicks + note.lengthTicks > next.startTicks + next.microTicks
  }).length
}

test.each(STYLES)('%s: players stay in their range, single voices play one note at a time, the end slows and rings out', async (style) => {
  for (const seed of SEEDS) {
    const { plan, score } = await pieceOf('virtuoso', seed, { style, seconds: seed % 2 === 0 ? 30 : 50 })
    for (const part of score.parts) {
      const instrument = findInstrumentByVoice(part.voice, part.role)
      const { low, high } = instrument?.range ?? { low: 128, high: 0 }
      expect(part.notes.filter(({ pitch }) => pitch < low || pitch > high)).toEqual([])
      expect(part.notes.length).toBeGreaterThan(score.barCount / 2)
      if (instrument?.monophonic) expect(overlaps(part)).toBe(0)
      expect(part.directions?.some(({ kind }) => kind === 'dynamic')).toBe(true)
    }
    const marks = new Set(score.parts.flatMap(({ notes }) => notes.flatMap(({ engraving }) => engraving?.marks ?? [])))
    expect(marks.size).toBeGreaterThan(0)
    const tempi = score.tempoMap.map(({ tempoBpm }) => tempoBpm)
    expect(Math.min(...tempi)).toBeLessThan(plan.tempoBpm * 0.8)
    const ends = score.parts.flatMap(({ notes }) => notes.map((note) => ticksToSeconds(score.tempoMap, note.startTicks + note.microTicks + note.lengthTicks)))
    expect(Math.max(...ends)).toBeLessThan(plan.lengthSeconds + 0.05)
    expect(Math.max(...ends)).toBeGreaterThan(plan.lengthSeconds - 1.5)
  }
})

const faultsOf = (score: Score) => faultsIn({ voices: linesOf(score.parts), stages: slotsOf(score), manner: 'strict' })

test('the voices of a fugue keep the rules on the page that its players read', async () => {
  for (const seed of SEEDS) {
    const { score } = await pieceOf('virtuoso', seed, { style: 'fugue', prompt: 'string quartet', seconds: 50 })
    // the trill and its resolution are played, not written
    expect(faultsOf(score), `seed ${seed}`).toEqual([])
  }
})

test('regenerated bars join what stands: the same themes, hardly a fault at a seam', async () => {
  let faults = 0
  for (const seed of SEEDS) {
    const { plan, score } = await pieceOf('virtuoso', seed, { style: 'fugue', prompt: 'string quartet', seconds: 60 })
    const made = recomposeBars(score, { fromBar: 9, toBar: 13, controls: { ...DEFAULT_REMIX_CONTROLS, weirdness: 1 }, plan, random: createRandom(seed + 50) })
    expect(made.themeSeed).toBe(score.themeSeed)
    expect(made.parts).not.toEqual(score.parts)
    made.parts.forEach((part, index) => {
      const old = score.parts[index]?.notes ?? []
      const untouched = part.notes.filter((note) => note.startTicks < 9 * 3840 || note.startTicks >= 13 * 3840)
      expect(untouched.every((note) => old.includes(note))).toBe(true)
    })
    faults += faultsOf(made).length
  }
  expect(faults / SEEDS.length).toBeLessThan(0.3)
})

test('a tone beside a seam that breaks rules is rewritten, a theme’s is not, and nothing else moves', async () => {
  const { score } = await pieceOf('virtuoso', 2, { style: 'fugue', prompt: 'string quartet', seconds: 60 })
  const [fromTicks, toTicks] = [9 * 3840, 10 * 3840]
  const broken = {
    ...score,
    parts: score.parts.map((part, index) => {
      const at = part.notes.findIndex(({ startTicks, engraving }) => startTicks >= fromTicks && startTicks < toTicks && engraving && !engraving.hidden)
      return index === 0 ? { ...part, notes: part.notes.map((note, place) => (place === at ? { ...note, pitch: note.pitch + 6 } : note)) } : part
    }),
  }
  expect(faultsOf(broken).length).toBeGreaterThan(0)
  const seams = { fromTicks, toTicks, barTicks: 3840, compasses: [], stages: slotsOf(score), linesOf: ({ parts }: Score) => linesOf(parts) }
  const mended = mendSeams(broken, { ...seams, entries: [] })
  expect(faultsOf(mended)).toEqual([])
  const isInside = ({ startTicks }: { startTicks: number }) => startTicks >= fromTicks && startTicks < toTicks
  mended.parts.forEach(({ notes }, index) => {
    expect(notes.filter((note) => !isInside(note)).every((note) => broken.parts[index]?.notes.includes(note))).toBe(true)
    expect(notes.map(({ startTicks, lengthTicks }) => [startTicks, lengthTicks])).toEqual(
      broken.parts[index]?.notes.map(({ startTicks, lengthTicks }) => [startTicks, lengthTicks]),
    )
  })
  const themes = [0, 1, 2, 3].map((voice) => ({ theme: 'subject' as const, voice, atTicks: fromTicks, lengthTicks: 3840, key: score.key }))
  expect(mendSeams(broken, { ...seams, entries: themes })).toBe(broken)
  expect(mendSeams(score, { ...seams, entries: [] })).toBe(score)
})

test('loyalty to the tune keeps bars', async () => {
  const { plan, score } = await pieceOf('virtuoso', 2, { style: 'minuet', seconds: 60 })
  const changed = (melodyLoyalty: number) => {
    const controls = { ...DEFAULT_REMIX_CONTROLS, weirdness: 1, melodyLoyalty }
    const made = recomposeBars(score, { fromBar: 2, toBar: 10, controls, plan, random: createRandom(8) })
    return score.parts.flatMap((part, index) => part.notes.filter((note) => !made.parts[index]?.notes.includes(note))).length
  }
  expect(changed(0.9)).toBeLessThan(changed(0.2) / 2)
})

test('an arranger’s word holds here, too: softer bars, and silence for who rests', async () => {
  const { plan, score } = await pieceOf('virtuoso', 2, { style: 'sonata', prompt: 'string quartet', seconds: 60 })
  const request = { fromBar: 4, toBar: 8, controls: DEFAULT_REMIX_CONTROLS, plan, random: createRandom(3) }
  const force = (made: Score) => {
    const velocities = made.parts
      .flatMap(({ notes }) => notes.filter(({ startTicks }) => startTicks >= 4 * 3840 && startTicks < 8 * 3840))
      .map(({ velocity }) => velocity)
    return velocities.reduce((sum, velocity) => sum + velocity, 0) / velocities.length
  }
  const calm = recomposeBars(score, { ...request, arranging: { energy: 0.1, rests: ['bass'] } })
  expect(force(calm)).toBeLessThan(0.85 * force(score))
  const bass = calm.parts.find(({ role }) => role === 'bass')?.notes ?? []
  expect(bass.filter(({ startTicks }) => startTicks >= 4 * 3840 && startTicks < 8 * 3840)).toEqual([])
})

test('a fugue goes on with its own subject', async () => {
  const { plan, score } = await pieceOf('virtuoso', 4, { style: 'fugue', prompt: 'string quartet', seconds: 50 })
  const first = linesOf(score.parts).find((line) => line[0]?.at === 0) ?? []
  // the answer changes its first tone, another key single semitones
  const subject = first.filter(({ at }) => at < 2 * 3840).slice(1)
  const isSubjectAt = (line: typeof first, from: number): boolean =>
    subject.every((tone, index) => {
      const [other, head, own] = [line[from + index], line[from], subject[0]]
      if (!other || !head || !own) return false
      return other.at - head.at === tone.at - own.at && Math.abs(other.pitch - head.pitch - tone.pitch + own.pitch) <= 1
    })
  const {
    score: longer,
    insertedFromBar,
    insertedBarCount,
  } = extendScore(score, plan, {
    seconds: 20,
    direction: 'after',
    controls: DEFAULT_REMIX_CONTROLS,
    random: createRandom(5),
  })
  const added = linesOf(longer.parts).map((line) => line.filter(({ at }) => at >= insertedFromBar * 3840 && at < (insertedFromBar + insertedBarCount) * 3840))
  expect(subject.length).toBeGreaterThan(3)
  expect(added.some((line) => line.some((_, from) => isSubjectAt(line, from)))).toBe(true)
  // it slows before the end, and only there
  expect(longer.tempoMap[1]?.atTicks).toBeGreaterThan((longer.barCount - 4) * 3840 - 1)
})
