import { CEPSTRA, type SoundFrames } from '../../../src-shared/dsp/sound-frames.ts'

/** A stretch between two lines (bars, or short spans where there are none). Equal labels sound alike. */
export type HeardSection = { readonly label: string; readonly firstLine: number; readonly endLine: number; readonly energy: number }
export type HeardForm = { readonly sections: readonly HeardSection[] /** 0..1: how clearly the parts differ where they meet */; readonly confidence: number }

const FEATURES = 12 + CEPSTRA + 3
/** lines on either side that a boundary is judged by */
const REACHES = [4, 8]
const SHORTEST = 4
/** a peak of the novelty counts above this many deviations */
const THRESHOLD = 0.6
/** parts whose middle sounds this alike (in mean deviations a feature) share a letter */
const SAME = 0.62

/** One row a line: harmony, colour, loudness, how much happens. Each feature has mean 0 and deviation 1 over the song. */
const describeLines = (frames: SoundFrames, lines: readonly number[]): Float64Array => {
  const count = lines.length - 1
  const rows = new Float64Array(count * FEATURES)
  const place = (seconds: number) => Math.max(0, Math.min(frames.count, Math.round((seconds - frames.firstSeconds) * frames.rateHz)))
  for (let line = 0; line < count; line++) {
    const from = place(lines[line] as number)
    const to = Math.max(from + 1, place(lines[line + 1] as number))
    const row = rows.subarray(line * FEATURES, (line + 1) * FEATURES)
    let tones = 0
    for (let i = from; i < Math.min(frames.count, to); i++) {
      for (let note = 0; note < 12; note++) {
        row[note] = (row[note] as number) + (frames.chroma[i * 12 + note] as number)
        tones += frames.chroma[i * 12 + note] as number
      }
      for (let k = 0; k < CEPSTRA; k++) row[12 + k] = (row[12 + k] as number) + (frames.cepstrum[i * CEPSTRA + k] as number) / (to - from)
      row[12 + CEPSTRA] = (row[12 + CEPSTRA] as number) + (frames.flux[i] as number) / (to - from)
      row[13 + CEPSTRA] = (row[13 + CEPSTRA] as number) + Math.log10((frames.rms[i] as number) + 1e-4) / (to - from)
      row[14 + CEPSTRA] = (row[14 + CEPSTRA] as number) + (frames.flatness[i] as number) / (to - from)
    }
    for (let note = 0; note < 12; note++) row[note] = Math.sqrt((row[note] as number) / Math.max(1e-9, tones))
  }
  for (let feature = 0; feature < FEATURES; feature++) {
    let mean = 0
    let squares = 0
    for (let line = 0; line < count; line++) mean += (rows[line * FEATURES + feature] as number) / count
    for (let line = 0; line < count; line++) squares += ((rows[line * FEATURES + feature] as number) - mean) ** 2 / count
    // a feature that hardly moves is no feature; harmony counts half, because chords change within a part too
    const scale = (feature < 12 ? 0.5 : 1) / Math.max(Math.sqrt(squares), feature < 12 ? 0.02 : 0.05)
    for (let line = 0; line < count; line++) rows[line * FEATURES + feature] = ((rows[line * FEATURES + feature] as number) - mean) * scale
  }
  return rows
}

const meanOf = (rows: Float64Array, from: number, to: number): Float64Array => {
  const mean = new Float64Array(FEATURES)
  for (let line = from; line < to; line++)
    for (let f = 0; f < FEATURES; f++) mean[f] = (mean[f] as number) + (rows[line * FEATURES + f] as number) / Math.max(1, to - from)
  return mean
}

const distance = (a: Float64Array, b: Float64Array): number => Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0) / FEATURES)

/** How different the lines after each line are from those before (Foote 2000, with means for the checkerboard's quadrants). */
const novelty = (rows: Float64Array, count: number): Float64Array => {
  const out = new Float64Array(count + 1)
  for (const reach of REACHES)
    for (let line = 2; line <= count - 2; line++) {
      const before = Math.max(0, line - reach)
      const after = Math.min(count, line + reach)
      const weight = Math.sqrt(Math.min(line - before, after - line) / reach)
      out[line] = (out[line] as number) + (weight * distance(meanOf(rows, before, line), meanOf(rows, line, after))) / REACHES.length
    }
  return out
}

const peaksOf = (curve: Float64Array, count: number): number[] => {
  const inner = Array.from(curve.subarray(2, Math.max(2, count - 1)))
  const mean = inner.reduce((sum, value) => sum + value, 0) / Math.max(1, inner.length)
  const deviation = Math.sqrt(inner.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, inner.length))
  const candidates = Array.from({ length: Math.max(0, count - 3) }, (_, i) => i + 2)
    .filter(
      (line) =>
        (curve[line] as number) > mean + THRESHOLD * deviation &&
        (curve[line] as number) >= (curve[line - 1] as number) &&
        (curve[line] as number) >= (curve[line + 1] as number),
    )
    .toSorted((a, b) => (curve[b] as number) - (curve[a] as number))
  const kept: number[] = []
  for (const line of candidates)
    if (line >= SHORTEST - 1 && count - line >= SHORTEST && kept.every((other) => Math.abs(other - line) >= SHORTEST)) kept.push(line)
  return kept.toSorted((a, b) => a - b)
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** @param lines moments, seconds, rising; parts begin on them */
export const findForm = (frames: SoundFrames, lines: readonly number[]): HeardForm => {
  const count = lines.length - 1
  if (count < 2 * SHORTEST || frames.count === 0) return { sections: [], confidence: 0 }
  const rows = describeLines(frames, lines)
  const curve = novelty(rows, count)
  const edges = [0, ...peaksOf(curve, count), count]
  const loudness = (from: number, to: number) => meanOf(rows, from, to)[13 + CEPSTRA] as number
  const known: { label: string; middle: Float64Array }[] = []
  const sections = edges.slice(0, -1).map((firstLine, i) => {
    const endLine = edges[i + 1] as number
    const middle = meanOf(rows, firstLine, endLine)
    let nearest: (typeof known)[number] | undefined
    for (const one of known) if (!nearest || distance(one.middle, middle) < distance(nearest.middle, middle)) nearest = one
    const label = nearest && distance(nearest.middle, middle) < SAME ? nearest.label : (LETTERS[known.length] ?? 'Z')
    if (label !== nearest?.label) known.push({ label, middle })
    return { label, firstLine, endLine, energy: Math.max(0, Math.min(1, 0.5 + 0.25 * loudness(firstLine, endLine))) }
  })
  const inner = edges.slice(1, -1).map((line) => curve[line] as number)
  const usual = curve.reduce((sum, value) => sum + value, 0) / Math.max(1, count)
  const height = inner.length === 0 ? 0 : inner.reduce((sum, value) => sum + value, 0) / inner.length
  return { sections, confidence: inner.length === 0 ? 0 : Math.max(0, Math.min(1, (height / Math.max(1e-9, usual) - 1) / 1.2)) }
}
