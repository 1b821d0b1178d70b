// @vitest-environment node
import { expect, test } from 'vitest'
import type { PlannedSection } from '../../src-shared/generation/plan.ts'
import { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import {
  barSum,
  formWord,
  wholePlan,
  withBars,
  withMove,
  withOverride,
  withoutOverride,
  withoutPart,
  withoutSection,
  withPart,
  withRepeat,
  withStyle,
} from './plan-overrides.ts'

const form: PlannedSection[] = [
  { label: 'Intro', role: 'intro', barCount: 4, energy: 0.2 },
  { label: 'A', role: 'verse', barCount: 8, energy: 0.5 },
  { label: 'B', role: 'chorus', barCount: 8, energy: 0.8 },
]

test('a changed tempo is sent, and leaves with its chip', () => {
  const changed = withOverride({}, 'tempoBpm', 82)
  expect(PlanOverrides.parse(changed)).toEqual({ tempoBpm: 82 })
  expect(withoutOverride(changed, 'tempoBpm')).toEqual({})
})

test('another style forgets the players of the old one but keeps tempo and key', () => {
  const before: PlanOverrides = {
    tempoBpm: 90,
    key: { tonic: 'A', mode: 'minor' },
    form,
    instrumentation: [{ role: 'bass', instrument: 'upright-bass' }],
    swing: 0.6,
  }
  expect(withStyle(before, 'house')).toEqual({ tempoBpm: 90, key: { tonic: 'A', mode: 'minor' }, style: 'house' })
})

test('the form can be stretched, repeated, reordered and shortened, but never emptied', () => {
  expect(barSum(withBars(form, 1, 16))).toBe(28)
  expect(withBars(form, 0, 0)[0]?.barCount).toBe(1)
  expect(formWord(withRepeat(form, 1))).toBe('Intro A A B')
  expect(formWord(withMove(form, 2, -1))).toBe('Intro B A')
  expect(formWord(withMove(form, 0, -1))).toBe('Intro A B')
  expect(formWord(withMove(form, 2, 1))).toBe('Intro A B')
  expect(withoutSection(form.slice(0, 1), 0)).toHaveLength(1)
  expect(formWord(withoutSection(form, 1))).toBe('Intro B')
})

test('a player joins once and leaves', () => {
  const two = withPart([{ role: 'bass', instrument: 'upright-bass' }], { role: 'chords', instrument: 'piano' })
  expect(withPart(two, { role: 'chords', instrument: 'piano' })).toHaveLength(2)
  expect(withoutPart(two, 0)).toEqual([{ role: 'chords', instrument: 'piano' }])
})

test('a whole plan asked for again carries every choice', () => {
  const plan = Plan.parse({
    title: 'Low light',
    style: 'lofi',
    mood: { valence: 0.4, energy: 0.3, words: [] },
    tempoBpm: 72,
    key: { tonic: 'A', mode: 'minor' },
    timeSignature: { beats: 3, unit: 4 },
    form,
    instrumentation: [{ role: 'chords', instrument: 'piano' }],
    swing: 0.58,
    lengthSeconds: 130,
    ending: 'fade',
    understood: [],
    notUnderstood: [],
  })
  const asked = PlanOverrides.parse(wholePlan(plan))
  // the title is not a choice: another song gets a name of its own
  expect(Object.keys(asked).sort()).toEqual(
    Object.keys(PlanOverrides.shape)
      .filter((name) => name !== 'title')
      .sort(),
  )
  expect(asked).toEqual(expect.objectContaining({ form, ending: 'fade', timeSignature: { beats: 3, unit: 4 } }))
})
