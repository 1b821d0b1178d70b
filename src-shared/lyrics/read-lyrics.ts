import { TICKS_PER_QUARTER } from '../kernel/units.ts'
import { ticksPerBar } from '../score/musical-time.ts'
import type { LyricLine, TimeSignature } from '../score/score.ts'
import { placeSyllables } from './place-syllables.ts'
import { doLinesRhyme, lastWord, rhymeTail } from './rhyme.ts'
import { sayLine } from './say-line.ts'

type WrittenLine = { readonly text: string; readonly bars: number }

const STEP_TICKS = TICKS_PER_QUARTER / 4
const LETTERS = 'ABCD'

const timesOf = (text: string, bar: number, bars: number, meter: TimeSignature): LyricLine['syllables'] => {
  const barTicks = ticksPerBar(meter)
  const said = sayLine(text)
  const beatSteps = Math.max(1, Math.round(16 / meter.unit))
  // the rhyme stands on the last beat
  const lastStep = Math.max(0, Math.round((bars * barTicks) / STEP_TICKS) - beatSteps)
  const room = lastStep * STEP_TICKS
  // more than sixteenths can hold: evenly, as fast as it takes
  const steps = said.length > lastStep + 1 ? undefined : placeSyllables(said, lastStep, beatSteps)
  return said.map(({ text: syllable, isStressed, isJoined }, index) => ({
    atTicks: bar * barTicks + (steps ? (steps[index] ?? 0) * STEP_TICKS : Math.round((index * room) / Math.max(1, said.length - 1))),
    text: syllable,
    isStressed,
    isJoined,
  }))
}

/** Which of four lines rhyme: "ABAB". A line that rhymes with none before it has the next letter. */
const schemeOf = (lines: readonly string[]): string => {
  const firsts: string[] = []
  return lines
    .map((line) => {
      const known = firsts.findIndex((first) => doLinesRhyme(first, line))
      if (known >= 0) return LETTERS[known] ?? ''
      firsts.push(line)
      return LETTERS[firsts.length - 1] ?? ''
    })
    .join('')
}

/** Words by bar as lines of a score: syllables on their beats, stresses, rhyme and scheme. @param lines by bar, from 0 */
export const readLyrics = (lines: Readonly<Record<string, WrittenLine>>, meter: TimeSignature): LyricLine[] => {
  const sorted = Object.entries(lines)
    .map(([bar, line]) => ({ bar: Number(bar), ...line }))
    .filter(({ bar, text }) => Number.isInteger(bar) && bar >= 0 && text.trim() !== '')
    .toSorted((a, b) => a.bar - b.bar)
  return sorted.map(({ bar, text, bars }, index) => {
    const group = sorted.slice(index - (index % 4), index - (index % 4) + 4).map((line) => line.text)
    return { bar, barCount: bars, text, rhyme: rhymeTail(lastWord(text)), scheme: schemeOf(group), syllables: timesOf(text, bar, bars, meter) }
  })
}

/** The words of a score or a song as a text, a line each, an empty one where some bars are without. */
export const textOfLyrics = (lines: readonly LyricLine[]): string =>
  lines
    .toSorted((a, b) => a.bar - b.bar)
    .flatMap(({ bar, text }, index, all) => {
      const before = all[index - 1]
      return before && bar > before.bar + (before.barCount ?? 1) ? ['', text] : [text]
    })
    .join('\n')
