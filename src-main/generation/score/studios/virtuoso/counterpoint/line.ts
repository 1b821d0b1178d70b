/** One written note of a real voice, in ticks. */
export type Tone = { readonly at: number; readonly length: number; readonly pitch: number }
/** A voice: one tone at a time, in order; gaps are rests. */
export type Line = readonly Tone[]

/** Comfortable compass of a voice, MIDI numbers. */
export type Compass = { readonly low: number; readonly high: number }

export const endOf = ({ at, length }: Tone): number => at + length

/** Index of the last tone that starts at or before `ticks`; -1 before the first. */
export const indexAt = (line: Line, ticks: number): number => {
  let low = 0
  let high = line.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((line[middle] as Tone).at <= ticks) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The tone that sounds at `ticks`. */
export const toneAt = (line: Line, ticks: number): Tone | undefined => {
  const tone = line[indexAt(line, ticks)]
  return tone && endOf(tone) > ticks ? tone : undefined
}

/** A line with what starts in [from, to) replaced. */
export const replaced = (line: Line, from: number, to: number, tones: readonly Tone[]): Tone[] => [
  ...line.filter(({ at }) => at < from),
  ...tones,
  ...line.filter(({ at }) => at >= to),
]

/** Interval class 0..11 of two pitches, whichever is higher. */
export const intervalClass = (a: number, b: number): number => Math.abs(a - b) % 12
