/** "[01:02.50]", "[01:02.500]", "[01:02]"; several where a line comes again */
const STAMPS = /^\s*((?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*)+)(.*)$/u
const STAMP = /\[(\d{1,3}):(\d{2})(?:[.:](\d{1,3}))?\]/gu
/** "[ar:The Windows]" and its like say what other tags say */
const ABOUT = /^\s*\[[a-z#]+:.*\]\s*$/iu
const OFFSET = /^\s*\[offset:\s*([+-]?\d{1,6})\s*\]/imu
/** times within a line, of the enhanced kind: "<00:02.10>rain" */
const INSIDE = /<\d{1,3}:\d{2}(?:[.:]\d{1,3})?>/gu
const MOST_LINES = 4_000

export type TimedLine = { readonly seconds: number; readonly text: string }

/**
 * The lines of words with times (LRC: no standard, but written the same by all), in the order of their times; undefined where the text has none.
 * An empty line is a pause. `[offset:+500]` brings all lines half a second forward.
 */
export const readLrc = (text: string): readonly TimedLine[] | undefined => {
  const early = Number(OFFSET.exec(text)?.[1] ?? 0) / 1_000
  const found = text
    .split(/\r\n?|\n/u)
    .slice(0, MOST_LINES)
    .flatMap((line): TimedLine[] => {
      const [, stamps, rest = ''] = STAMPS.exec(line) ?? []
      if (stamps === undefined) return []
      const words = rest.replace(INSIDE, '').replace(/\s+/gu, ' ').trim()
      return [...stamps.matchAll(STAMP)].map(([, minutes, seconds, fraction = '0']) => ({
        seconds: Math.max(0, Number(minutes) * 60 + Number(`${seconds}.${fraction}`) - early),
        text: words,
      }))
    })
  const untimed = text.split(/\r\n?|\n/u).filter((line) => line.trim() !== '' && !ABOUT.test(line) && !STAMPS.test(line)).length
  // a bracket or two in a plain text are words
  return found.length > untimed ? found.toSorted((a, b) => a.seconds - b.seconds) : undefined
}
