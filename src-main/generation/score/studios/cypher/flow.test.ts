import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import { sayLine } from '../../../../../src-shared/lyrics/say-line.ts'
import type { LyricLine } from '../../../../../src-shared/score/score.ts'
import { extendScore } from '../../compose/index.ts'
import { pieceOf } from '../piece-for-tests.ts'
import { RHYME_STEP, SYLLABLES_A_BAR } from './flow.ts'
import { CLOSINGS, OPENINGS } from './phrases.ts'

const STYLES = ['boom-bap', 'trap', 'drill'] as const
const SEEDS = [1, 2, 3, 4, 5, 6]
const known = new Map<string, Promise<LyricLine[]>>()
const linesOf = (style: (typeof STYLES)[number], seed: number): Promise<LyricLine[]> => {
  const lines = known.get(`${style} ${seed}`) ?? pieceOf('cypher', seed, { style, seconds: 60 }).then(({ score }) => score.lyrics ?? [])
  known.set(`${style} ${seed}`, lines)
  return lines
}

/** Vowel groups, silent endings taken off: another count than the one that is written in the phrases. */
const spoken = (word: string): number => {
  const bare = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/(?<=[aeiouy].*[^aeiouyl])e$/, '')
    .replace(/(?<=[aeiouy].*[^td])ed$/, 'd')
    .replace(/(?<=[aeiouy].*[^sxz])es$/, 's')
    .replace(/streetlight/, 'stritlight')
    .replace(/outside/, 'outsid')
    .replace(/pavement/, 'pavment')
  return Math.max(1, bare.match(/[aeiouy]+/g)?.length ?? 1)
}

test('the syllables that the studio counts in its phrases are those that are spoken', () => {
  const phrases = [...OPENINGS, ...Object.values(CLOSINGS).flatMap((family) => family.phrases)]
  const wrong = phrases.filter((phrase) => {
    const syllables = sayLine(phrase)
    const counted = phrase.split(' ').reduce((sum, word) => sum + spoken(word), 0)
    return counted !== syllables.length
  })
  expect(wrong).toEqual([])
})

test.each(STYLES)('%s: a bar holds as many syllables as the style can say, in rising sixteenths, the rhyme on the fourth beat', async (style) => {
  const [low, high] = SYLLABLES_A_BAR[style] ?? [0, 0]
  for (const seed of SEEDS)
    for (const line of await linesOf(style, seed)) {
      expect(line.syllables.length).toBeGreaterThanOrEqual(low)
      expect(line.syllables.length).toBeLessThanOrEqual(high)
      const steps = line.syllables.map(({ atTicks }) => (atTicks - line.bar * 3840) / 240)
      expect(steps.every((step, i) => Number.isInteger(step) && step >= 0 && step > (steps[i - 1] ?? -1))).toBe(true)
      expect(steps.at(-1)).toBe(RHYME_STEP)
    }
})

test.each(STYLES)('%s: the rhyme scheme holds over every four bars, and no rhyme word answers itself', async (style) => {
  for (const seed of SEEDS) {
    const lines = await linesOf(style, seed)
    expect(lines.length).toBeGreaterThan(8)
    for (const line of lines) expect(line.text).toMatch(CLOSINGS[line.rhyme]?.endings ?? /^$/)
    for (let i = 0; i + 3 < lines.length; i++) {
      const four = lines.slice(i, i + 4)
      const isGroup = four.every(({ bar, scheme }, k) => bar === (four[0]?.bar ?? 0) + k && scheme === four[0]?.scheme)
      const isStart = isGroup && (i === 0 || lines[i - 1]?.bar !== (four[0]?.bar ?? 0) - 1)
      if (!isStart) continue
      for (const [x, a] of four.entries())
        for (const [y, b] of four.entries()) {
          if (x >= y) continue
          expect(a.rhyme === b.rhyme).toBe(a.scheme[x] === b.scheme[y])
          if (a.rhyme === b.rhyme) expect(a.syllables.at(-1)?.text).not.toBe(b.syllables.at(-1)?.text)
        }
    }
  }
})

test('stresses fall on eighths, weak syllables do not take the beat', async () => {
  for (const style of STYLES) {
    const all = (await Promise.all(SEEDS.map((seed) => linesOf(style, seed)))).flat().flatMap(({ syllables }) => syllables)
    const share = (isStressed: boolean, unit: number) => {
      const some = all.filter((syllable) => syllable.isStressed === isStressed)
      return some.filter(({ atTicks }) => atTicks % unit === 0).length / some.length
    }
    expect(share(true, 480)).toBeGreaterThan(0.8)
    // by chance it would be four of thirteen
    expect(share(false, 960)).toBeLessThan(0.16)
  }
})

test('a hook comes back with its words, a verse goes on; instrumental has none; a longer song has words in its new bars', async () => {
  const { plan, score } = await pieceOf('cypher', 2, { style: 'boom-bap', seconds: 130 })
  const textsOf = (role: string) =>
    score.sections
      .filter((s) => s.role === role)
      .map((s) => score.lyrics?.filter(({ bar }) => bar >= s.startBar && bar < s.startBar + 4).map(({ text }) => text))
  const [hooks, verses] = [textsOf('chorus'), textsOf('verse')]
  expect(hooks.length).toBeGreaterThan(1)
  expect(hooks[1]).toEqual(hooks[0])
  if (verses.length > 1) expect(verses[1]).not.toEqual(verses[0])
  expect((await pieceOf('cypher', 2, { prompt: 'boom bap, no vocals' })).score.lyrics).toBeUndefined()
  const longer = extendScore(score, plan, { seconds: 24, direction: 'after', controls: DEFAULT_REMIX_CONTROLS, random: createRandom(1) })
  const added = longer.score.lyrics?.filter(({ bar }) => bar >= longer.insertedFromBar && bar < longer.insertedFromBar + longer.insertedBarCount)
  expect(added?.length).toBeGreaterThan(3)
})

test('the words are about what the prompt is about: its nouns and what belongs to them; two prompts differ', async () => {
  const wordsFor = async (prompt: string, seed: number) =>
    ((await pieceOf('cypher', seed, { prompt, seconds: 60 })).score.lyrics ?? []).map(({ text }) => text.toLowerCase())
  for (const seed of [1, 2, 3]) {
    const [ocean, rockets, zorgle] = await Promise.all(
      ['boom bap about the ocean', 'trap about rockets', 'drill about a zorgle'].map((prompt) => wordsFor(prompt, seed)),
    )
    expect(ocean?.filter((line) => line.includes('ocean')).length).toBeGreaterThan(0)
    expect(
      ocean?.filter((line) => /ocean|sea|wave|tide|shore|harbour|sailor|salt|boat|island|bay|water|river|rain|storm|flood/.test(line)).length,
    ).toBeGreaterThan((ocean?.length ?? 0) / 4)
    expect(rockets?.some((line) => line.includes('rockets'))).toBe(true)
    expect(rockets?.some((line) => line.includes('ocean'))).toBe(false)
    expect(zorgle?.some((line) => line.includes('zorgle'))).toBe(true)
    expect(ocean).not.toEqual(await wordsFor('boom bap about money', seed))
  }
})
