import { barToSeconds } from '../score/musical-time.ts'
import type { LyricLine, TempoMap, TimeSignature } from '../score/score.ts'

/** Where the bars of a recording lie: `firstBarSeconds` is where bar 0 begins. */
export type BarTimes = { readonly tempoMap: TempoMap; readonly timeSignature: TimeSignature; readonly firstBarSeconds: number }

/** readers of LRC know two digits of minutes */
const MOST_HUNDREDTHS = 100 * 60 * 100 - 1
const two = (value: number): string => String(value).padStart(2, '0')
/** rounded up: read again, it lies in the same bar */
const hundredthsOf = (seconds: number): number => Math.max(0, Math.ceil(seconds * 100 - 1e-6))
const stamp = (hundredths: number): string => `[${two(Math.floor(hundredths / 6_000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}]`

/**
 * The words with the time of each line, as players show them that follow the song: LRC, a line each, and a time alone where nobody sings.
 * Undefined where a line comes after 100 minutes, which LRC has no room for.
 */
export const timedTextOfLyrics = (lines: readonly LyricLine[], { tempoMap, timeSignature, firstBarSeconds }: BarTimes): string | undefined => {
  const at = (bar: number): number => hundredthsOf(firstBarSeconds + barToSeconds(tempoMap, timeSignature, bar))
  const timed = lines
    .toSorted((a, b) => a.bar - b.bar)
    .flatMap(({ bar, barCount = 1, text }, index, all) => {
      const next = all[index + 1]
      const line = { hundredths: at(bar), text }
      return next && next.bar > bar + barCount ? [line, { hundredths: at(bar + barCount), text: '' }] : [line]
    })
  if (timed.some(({ hundredths }) => hundredths > MOST_HUNDREDTHS)) return undefined
  return timed.map(({ hundredths, text }) => `${stamp(hundredths)}${text}`).join('\n')
}
