import type { WrittenLine } from '../project/document.ts'

/** A line of words; `bar` is where it is said, where the file told a time. Empty text: a pause. */
export type FoundLine = { readonly text: string; readonly bar?: number | undefined }

const MOST_LINES = 2_000
const MOST_CHARACTERS = 300
const MOST_BARS = 16
/** Songs rarely take longer for a line, and words that are spread over a long intro mislead. */
const MOST_BARS_A_LINE = 4

const wholeBars = (bars: number, most: number): number => Math.max(1, Math.min(most, Math.floor(bars)))

/**
 * Words of a file over the bars of its song. Lines with times stand in their bars and last until the next; lines without are spread evenly, an
 * empty line leaving a pause, because nothing says where they are sung: the musician moves them. @param songBars how many bars the song has
 */
export const layOutLines = (lines: readonly FoundLine[], songBars: number): Record<string, WrittenLine> => {
  const found = lines.map(({ text, bar }) => ({ text: text.trim(), bar })).slice(0, MOST_LINES)
  const written: Record<string, WrittenLine> = {}
  const even = wholeBars(songBars / Math.max(1, found.length), MOST_BARS_A_LINE)
  let next = 0
  for (const [index, { text, bar }] of found.entries()) {
    // two lines of one bar: the second begins a bar later
    const at = Math.max(next, bar ?? next)
    const following = found[index + 1]?.bar
    const bars = following === undefined ? even : wholeBars(following - at, MOST_BARS)
    next = at + (bar === undefined ? even : 1)
    if (text !== '') written[at] = { text: text.slice(0, MOST_CHARACTERS).toWellFormed(), bars }
  }
  return written
}
