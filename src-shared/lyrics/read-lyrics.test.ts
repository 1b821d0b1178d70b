import { expect, test } from 'vitest'
import { readLyrics, textOfLyrics } from './read-lyrics.ts'
import { sayLine } from './say-line.ts'

const marked = (line: string): string =>
  sayLine(line)
    .map(({ text, isStressed, isJoined }) => `${isStressed ? "'" : ''}${text}${isJoined ? '-' : ' '}`)
    .join('')
    .trim()

test.each([
  ['Before the morning I listen', "Be-'fore the 'morn-ing I 'lis-ten"],
  ['Remember the beautiful ocean', "Re-'mem-ber the 'beau-ti-ful 'o-cean"],
  ['a celebration tonight', "a 'ce-le-'bra-tion to-'night"],
  ['Rockets, rockets!', "'Rock-ets 'rock-ets"],
])('“%s” is said %s', (line, said) => expect(marked(line)).toBe(said))

const FOUR = { beats: 4, unit: 4 } as const
const LINES = {
  '8': { text: 'rain on the window all the night', bars: 2 },
  '10': { text: 'every lamp along the lane', bars: 2 },
  '12': { text: 'a little piece of light', bars: 2 },
  '14': { text: 'walking home without a train', bars: 2 },
  '20': { text: '  ', bars: 2 },
}

test('lines lie on their bars: syllables rise, the last on the last beat, the scheme is read from the rhymes, an empty line is none', () => {
  const lines = readLyrics(LINES, FOUR)
  expect(lines.map(({ bar, scheme }) => [bar, scheme])).toEqual([8, 10, 12, 14].map((bar) => [bar, 'ABAB']))
  for (const { bar, syllables } of lines) {
    const steps = syllables.map(({ atTicks }) => (atTicks - bar * 3840) / 240)
    expect(steps.every((step, i) => Number.isInteger(step) && step > (steps[i - 1] ?? -1))).toBe(true)
    expect(steps.at(-1)).toBe(28)
  }
  expect(textOfLyrics(lines)).toBe(
    Object.values(LINES)
      .slice(0, 4)
      .map(({ text }) => text)
      .join('\n'),
  )
})

test('a line with more syllables than sixteenths is still said inside its bars, in any metre', () => {
  const [line] = readLyrics({ '2': { text: 'la '.repeat(40), bars: 1 } }, { beats: 3, unit: 4 })
  const ticks = line?.syllables.map(({ atTicks }) => atTicks) ?? []
  expect(ticks).toHaveLength(40)
  expect(ticks.every((at, i) => at >= 2 * 2880 && at < 3 * 2880 && at >= (ticks[i - 1] ?? 0))).toBe(true)
})
