import { expect, test } from 'vitest'
import { scaleShare } from '../../../../bench/music/score-metrics.ts'
import { DEFAULT_REMIX_CONTROLS, Plan } from '../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { Score } from '../../../../src-shared/score/score.ts'
import { composeScore, extendScore, recomposeBars } from '../compose/index.ts'
import { planFromPrompt } from '../plan/index.ts'
import { dropEnsemble, styleOf } from '../styles/index.ts'
import { cardOf, loadStudio, STUDIO_CARDS, studioOfStyle } from './index.ts'
import { pieceOf } from './piece-for-tests.ts'

const studios = STUDIO_CARDS.map(({ id }) => id).filter((id) => id !== 'open')

test('a style whose studio is not loaded is refused, loudly', () => {
  dropEnsemble('ironclad')
  expect(() => styleOf('doom')).toThrow('not loaded')
})

test('every card tells of styles that its ensemble really has, and no style has two homes', async () => {
  const all = STUDIO_CARDS.flatMap(({ styles }) => styles)
  expect(new Set(all).size).toBe(all.length)
  for (const id of studios) {
    const ensemble = await loadStudio(id)
    expect(ensemble?.styles.map((style) => style.id)).toEqual(cardOf(id)?.styles)
    for (const style of cardOf(id)?.styles ?? []) expect(studioOfStyle(style)).toBe(id)
    expect(ensemble?.neural.words).not.toBe('')
  }
})

test.each(studios)('%s keeps every wish within its styles, is the same again for the same seed, and another for another', async (studio) => {
  const own = cardOf(studio)?.styles ?? []
  for (const prompt of ['lofi house jazz metal fugue trap', 'calm', 'something with drums']) {
    const { plan, score } = await pieceOf(studio, 5, { prompt, seconds: 40 })
    expect(own).toContain(plan.style)
    expect(plan.studio).toBe(studio)
    Plan.parse(plan)
    Score.parse(score)
    expect(composeScore(plan, createRandom(5))).toEqual(score)
    expect(composeScore(plan, createRandom(6)).parts).not.toEqual(score.parts)
  }
})

test.each(studios)('%s regenerates bars and goes on after the end by its own rules', async (studio) => {
  for (const style of cardOf(studio)?.styles ?? []) {
    const { plan, score } = await pieceOf(studio, 3, { style })
    const [fromBar, toBar] = [4, 8]
    const ticks = (score.timeSignature.beats * 3840) / score.timeSignature.unit
    const request = { fromBar, toBar, controls: { ...DEFAULT_REMIX_CONTROLS, weirdness: 1, melodyLoyalty: 0 }, plan, random: createRandom(9) }
    const made = recomposeBars(score, request)
    Score.parse(made)
    expect(recomposeBars(score, { ...request, random: createRandom(9) })).toEqual(made)
    expect(made.parts).not.toEqual(score.parts)
    made.parts.forEach((part, index) => {
      const outside = (notes: typeof part.notes) => notes.filter((note) => note.startTicks < fromBar * ticks || note.startTicks >= toBar * ticks)
      expect(outside(part.notes)).toEqual(outside(score.parts[index]?.notes ?? []))
    })
    const longer = extendScore(score, plan, { seconds: 12, direction: 'after', controls: DEFAULT_REMIX_CONTROLS, random: createRandom(2) })
    Score.parse(longer.score)
    expect(longer.score.barCount).toBeGreaterThan(score.barCount)
    expect(scaleShare(made)).toBeGreaterThan(0.9)
  }
})

test.each(studios)('%s fits any length', async (studio) => {
  for (const seconds of [8, 17, 31, 200]) {
    const { plan, score } = await pieceOf(studio, seconds, { seconds })
    expect(Math.abs(plan.lengthSeconds - seconds)).toBeLessThan(0.5)
    expect(plan.form.reduce((sum, { barCount }) => sum + barCount, 0)).toBe(score.barCount)
    expect(score.parts.some((part) => part.notes.length > 0)).toBe(true)
  }
})

test('words of a studio mean its styles inside it', async () => {
  await loadStudio('cypher')
  const styleFor = (prompt: string) => planFromPrompt({ prompt, seed: 1, overrides: {}, studio: 'cypher' }).style
  expect(styleFor('dusty boom bap')).toBe('boom-bap')
  expect(styleFor('dark trap with hat rolls')).toBe('trap')
  expect(styleFor('cold uk drill')).toBe('drill')
})
