import type { MusicalGrid } from './musical-grid.ts'

export type Span = { readonly startFrame: number; readonly endFrame: number }

/** "1:04.2"; hours only where there are any. */
export const clockTime = (seconds: number, decimals = 1): string => {
  const scale = 10 ** decimals
  const total = Math.round(Math.max(0, seconds) * scale) / scale
  const whole = Math.floor(total)
  const rest = decimals > 0 ? (total - whole).toFixed(decimals).slice(1) : ''
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor(whole / 60) % 60
  const hours = Math.floor(whole / 3600)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}${rest}` : `${minutes}:${two(whole % 60)}${rest}`
}

/** "8.2 s", "0.04 s", "2:05" from a minute on. */
export const lengthWords = (seconds: number): string => {
  if (seconds >= 60) return clockTime(seconds, 0)
  return seconds < 0.1 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`
}

const SAME_LINE_SECONDS = 0.002

/** Nearest whole beat when the frame lies on it (within rounding), else undefined. */
const wholeBeat = (grid: MusicalGrid, frame: number): number | undefined => {
  const beat = Math.round(grid.beatAt(frame))
  return Math.abs(grid.frameOfBeat(beat) - frame) <= SAME_LINE_SECONDS * grid.sampleRateHz ? beat : undefined
}

/** "5.1" (bar.beat, both from 1); a lead-in counts "0.4", "-1.4". */
export const barBeat = (grid: MusicalGrid, frame: number): string => {
  const beat = wholeBeat(grid, frame) ?? Math.floor(grid.beatAt(frame))
  const bar = Math.floor(beat / grid.beatsPerBar)
  return `${bar + 1}.${beat - bar * grid.beatsPerBar + 1}`
}

export type SpanWords = {
  /** "Bars 5–8", "Bar 5", "5.2–6.4" or "0:12.0–0:14.5" */
  readonly place: string
  /** "8.2 s" */
  readonly length: string
  /** "Bars 5 to 8, 8.2 seconds": for screen readers */
  readonly spoken: string
  /** "bars 5–8", "this part": inside a button's sentence */
  readonly object: string
}

/** A span in a musician's words: whole bars where it is whole bars, bar.beat where it has a beat, else the clock. */
export const spanWords = (grid: MusicalGrid | undefined, span: Span, sampleRateHz: number): SpanWords => {
  const seconds = (span.endFrame - span.startFrame) / sampleRateHz
  const length = lengthWords(seconds)
  const spokenLength = `${seconds.toFixed(1)} seconds`
  if (!grid) {
    const from = clockTime(span.startFrame / sampleRateHz)
    const to = clockTime(span.endFrame / sampleRateHz)
    return { place: `${from}–${to}`, length, spoken: `${from} to ${to}, ${spokenLength}`, object: 'this part' }
  }
  const { beatsPerBar } = grid
  const first = wholeBeat(grid, span.startFrame)
  const end = wholeBeat(grid, span.endFrame)
  if (first !== undefined && end !== undefined && first % beatsPerBar === 0 && end % beatsPerBar === 0 && end > first) {
    const from = first / beatsPerBar + 1
    const to = end / beatsPerBar
    if (from === to) return { place: `Bar ${from}`, length, spoken: `Bar ${from}, ${spokenLength}`, object: `bar ${from}` }
    return { place: `Bars ${from}–${to}`, length, spoken: `Bars ${from} to ${to}, ${spokenLength}`, object: `bars ${from}–${to}` }
  }
  const from = barBeat(grid, span.startFrame)
  const to = barBeat(grid, span.endFrame)
  return {
    place: `${from}–${to}`,
    length,
    spoken: `Bar ${from.replace('.', ' beat ')} to bar ${to.replace('.', ' beat ')}, ${spokenLength}`,
    object: `${from}–${to}`,
  }
}

/** How many bars a length is: "4 bars", "1 bar", "2.5 bars". */
export const barCountWords = (grid: MusicalGrid, span: Span): string => {
  const bars = grid.barAt(span.endFrame) - grid.barAt(span.startFrame)
  const rounded = Math.round(bars * 10) / 10
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(1)} ${rounded === 1 ? 'bar' : 'bars'}`
}
