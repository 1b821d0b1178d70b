import { expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import { loadComposer, loadStudio, planFromPrompt } from '../../generation/index.ts'
import { scoreToMusicXml } from './score-to-musicxml.ts'

const { composeScore } = await loadComposer()

const written = async (seed: number, prompt: string, seconds: number): Promise<Score> => {
  await loadStudio('virtuoso')
  return composeScore(planFromPrompt({ prompt, seed, seconds, overrides: {}, studio: 'virtuoso' }), createRandom(seed))
}
const partsOf = (xml: string): string[] => [...xml.matchAll(/<part id[\s\S]*?<\/part>/g)].map(([part]) => part)
const all = (xml: string, pattern: RegExp): string[] => [...xml.matchAll(pattern)].map((match) => match.slice(1).join(' '))
const count = (xml: string, word: string): number => xml.split(word).length - 1

test('a quartet is a score: clefs, key, metre, full bars, slurs that close, dynamics, trills and the words of the tempo', async () => {
  const score = await written(3, 'minuet in G minor for string quartet', 60)
  const xml = scoreToMusicXml(score, { title: 'Minuet' })
  const parts = partsOf(xml)
  expect(all(xml, /<part-name>(.*?)</g)).toEqual(['Violin I', 'Violin II', 'Viola', 'Cello'])
  expect(parts.map((part) => all(part, /<clef><sign>(.)<\/sign>\s*<line>(\d)/g))).toEqual([['G 2'], ['G 2'], ['C 3'], ['F 4']])
  for (const part of parts) {
    expect(all(part, /<fifths>(-?\d+)/g)).toEqual(['-2'])
    expect(all(part, /<beats>(\d+)/g)).toEqual(['3'])
    expect(count(part, '<measure ')).toBe(score.barCount)
    expect(count(part, '<dynamics>')).toBeGreaterThan(1)
    // every slur that starts ends, before the next of its voice
    const slurs = all(part, /<slur type="(start|stop)"/g)
    expect(slurs.every((kind, index) => kind === (index % 2 === 0 ? 'start' : 'stop'))).toBe(true)
    for (const [measure] of part.matchAll(/<measure [\s\S]*?<\/measure>/g)) {
      expect(measure).not.toContain('<backup>')
      const lengths = [...measure.matchAll(/<note>([\s\S]*?)<\/note>/g)].filter(([note]) => !note.includes('<chord/>'))
      expect(lengths.reduce((sum, [note]) => sum + Number(/<duration>(\d+)/.exec(note)?.[1]), 0)).toBe(12)
    }
  }
  expect(count(xml, '<slur ')).toBeGreaterThan(8)
  // the leading tone of G minor is F sharp
  expect(xml).toMatch(/<step>F<\/step>\s*<alter>1<\/alter>/)
  expect(xml).not.toMatch(/<step>G<\/step>\s*<alter>-1<\/alter>/)
  expect(count(xml, '<trill-mark/>')).toBeGreaterThan(0)
  expect(count(xml, '<metronome>')).toBe(1)
  expect(all(xml, /<words[^>]*>(.*?)</g)).toEqual(['Allegretto', 'rit.'])
})

test('two hands are two staves, and real voices keep their own line', async () => {
  const score = await written(2, 'fugue for organ in D minor', 40)
  const xml = scoreToMusicXml(score, { title: 'Fugue' })
  const parts = partsOf(xml)
  const [organ = ''] = parts
  expect(parts).toHaveLength(1)
  expect(all(xml, /<part-name>(.*?)</g)).toEqual([score.parts[0]?.name.replace(', right hand', '')])
  expect(all(organ, /<staves>(\d)/g)).toEqual(['2'])
  expect(all(organ, /<clef number="(\d)"><sign>(.)/g)).toEqual(['1 G', '2 F'])
  // voices are counted through both staves: the first four are the upper one's
  const voices = new Set(all(organ, /<voice>(\d)<\/voice>[\s\S]*?<staff>(\d)<\/staff>/g))
  expect([...voices].toSorted()).toEqual(['1 1', '2 1', '5 2', '6 2'])
})

test('a keyboard that plays high and low has two staves, one that stays in the middle has one', async () => {
  const score = await written(3, 'minuet in G minor for string quartet', 20)
  const [first] = score.parts
  if (!first) throw new Error('nobody plays')
  const piano = (pitches: readonly number[]): string =>
    scoreToMusicXml(
      {
        ...score,
        parts: [
          {
            ...first,
            name: 'Piano',
            voice: { kind: 'soundfont', bank: 0, program: 0 },
            notes: pitches.map((pitch, index) => ({ startTicks: index * 960, lengthTicks: 960, pitch, velocity: 80, microTicks: 0 })),
          },
        ],
      },
      { title: 'x' },
    )
  const wide = piano([40, 59, 60, 72])
  expect(all(wide, /<octave>(\d)<\/octave>[\s\S]*?<staff>(\d)<\/staff>/g).toSorted()).toEqual(['2 2', '3 2', '4 1', '5 1'])
  expect(piano([55, 60, 64])).not.toContain('<staff>')
})
