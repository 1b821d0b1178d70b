import { type Meter, STEP_TICKS } from '../meter.ts'

/** One stroke of a written pattern, ticks from the bar line. */
export type Stroke = { readonly offset: number; readonly length: number; readonly force: number; readonly mark: string }

/** Which quarter (0..3) of a 4/4 pattern each felt beat of another meter borrows: waltzes play 1-3-2 so that the back beat stays last. */
const quartersFor = (meter: Meter): number[] => {
  const count = meter.beats.length
  if (meter.family === 'four' || count === 4) return [0, 1, 2, 3]
  if (count === 1) return [0]
  if (count === 2) return [0, 1]
  if (count === 3) return [0, 2, 1]
  if (count === 5) return [0, 1, 2, 2, 3]
  return meter.beats.map((_, index) => (index === count - 1 ? 3 : index % 2 === 0 ? (index === 0 ? 0 : 2) : 1))
}

const fitted = (pattern: string, meter: Meter): string => {
  const quarters = quartersFor(meter)
  return meter.beats
    .map((beat, index) => {
      const quarter = quarters[index] ?? 0
      const slice = pattern.slice(quarter * 4, quarter * 4 + 4).padEnd(4, '.')
      const steps = Math.max(1, Math.round(beat.lengthTicks / STEP_TICKS))
      if (steps <= 4) return slice.slice(0, steps)
      const tail = slice[3] === '-' ? '-'.repeat(steps - 4) : slice.slice(2, 4).repeat(Math.ceil((steps - 4) / 2))
      return (slice + tail).slice(0, steps)
    })
    .join('')
}

const FORCE_OF: Readonly<Record<string, number>> = { g: 0.26, o: 0.5, D: 0.8, d: 0.6, U: 0.62, u: 0.45 }

/**
 * Reads a bar of sixteenths written for 4/4 and fits it to the meter. `1`..`9` strike that loud, `-` holds, `.` rests, `g` is a ghost
 * note, `o` an optional one, `D` `U` (`d` `u` softer) strums down and up. Two bars may be written in a row; `bar` chooses the half. Spaces are ignored.
 */
export const readPattern = (written: string, meter: Meter, bar: number): Stroke[] => {
  const all = written.replaceAll(' ', '')
  const bars = Math.max(1, Math.floor(all.length / 16))
  const half = bar % bars
  const steps = fitted(all.slice(half * 16, half * 16 + 16), meter)
  const strokes: Stroke[] = []
  for (let i = 0; i < steps.length; i++) {
    const mark = steps[i] ?? '.'
    if (mark === '.' || mark === '-') continue
    let end = i + 1
    while (steps[end] === '-') end++
    strokes.push({ offset: i * STEP_TICKS, length: (end - i) * STEP_TICKS, force: FORCE_OF[mark] ?? Number(mark) / 9, mark })
  }
  return strokes
}
