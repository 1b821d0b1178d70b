import { createRealFft } from './fft.ts'
import { melFilters } from './mel.ts'

/**
 * How strongly something begins at each moment, in three bands and together, each band with the same say: log-compressed flux of mel bands
 * (after Böck & Widmer, DAFx 2013). With linear bins hats would drown what marks the beat.
 */
export type BeatCurves = {
  /** values a second */
  readonly rateHz: number
  /** seconds from the first sample to value 0's moment */
  readonly firstSeconds: number
  readonly all: Float32Array
  /** below 150 Hz: kicks, basses */
  readonly low: Float32Array
  /** 150 Hz to 2 kHz: chords, snares, voices */
  readonly mid: Float32Array
  readonly high: Float32Array
}

const FRAME = 1024
const HOP = 256
const BANDS = 36
/** an onset shows up when it enters the window's rising half: measured with clicks, fraction of the frame from its start */
const ONSET_POINT = 0.78
/** flux of a drone's rounding errors stays below this, in log units; music's lies above 0.5 */
const QUIET = 0.1

/** Takes away the running mean of about half a second and what is below it; then the root mean square is 1. */
const sharpen = (values: Float32Array, rateHz: number): Float32Array => {
  const radius = Math.round(rateHz * 0.25)
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = (sums[i] as number) + (values[i] as number)
  let squares = 0
  const out = values.map((value, i) => {
    const from = Math.max(0, i - radius)
    const to = Math.min(values.length, i + radius + 1)
    const above = Math.max(0, value - ((sums[to] as number) - (sums[from] as number)) / (to - from))
    squares += above * above
    return above
  })
  const scale = 1 / Math.max(QUIET, Math.sqrt(squares / Math.max(1, values.length)))
  return out.map((value) => value * scale)
}

/** @param mono at about 22 kHz */
export const beatCurves = (mono: Float32Array, sampleRateHz: number, checkpoint: () => void = () => undefined): BeatCurves => {
  const count = Math.max(0, Math.floor((mono.length - FRAME) / HOP) + 1)
  const fft = createRealFft(FRAME)
  const bins = FRAME / 2 + 1
  const [re, im] = [new Float32Array(bins), new Float32Array(bins)]
  const power = new Float64Array(bins)
  const frame = new Float32Array(FRAME)
  const window = Float32Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))
  const rows = melFilters({
    rateHz: sampleRateHz,
    fftSize: FRAME,
    melCount: BANDS,
    lowHz: 30,
    highHz: Math.min(10_000, sampleRateHz / 2),
    scale: 'slaney',
    norm: 'none',
  }).map((row) => ({
    row,
    from: Math.max(
      0,
      row.findIndex((weight) => weight > 0),
    ),
    to: row.findLastIndex((weight) => weight > 0) + 1,
    peak: row.indexOf(Math.max(...row)),
  }))
  const bandOf = rows.map(({ peak }) => {
    const hz = (peak * sampleRateHz) / FRAME
    return hz < 150 ? 0 : hz < 2_000 ? 1 : 2
  })
  const curves = [0, 1, 2].map(() => new Float32Array(count)) as [Float32Array, Float32Array, Float32Array]
  let before = new Float64Array(BANDS)
  let now = new Float64Array(BANDS)
  for (let i = 0; i < count; i++) {
    if (i % 256 === 0) checkpoint()
    for (let j = 0; j < FRAME; j++) frame[j] = (mono[i * HOP + j] as number) * (window[j] as number)
    fft.forward(frame, re, im)
    for (let bin = 0; bin < bins; bin++) power[bin] = (re[bin] as number) ** 2 + (im[bin] as number) ** 2
    for (let band = 0; band < BANDS; band++) {
      const { row, from, to } = rows[band] as (typeof rows)[number]
      let energy = 0
      for (let bin = from; bin < to; bin++) energy += (row[bin] as number) * (power[bin] as number)
      const level = Math.log1p(20 * Math.sqrt(energy))
      now[band] = level
      const curve = curves[bandOf[band] as 0 | 1 | 2]
      if (i > 0 && level > (before[band] as number)) curve[i] = (curve[i] as number) + level - (before[band] as number)
    }
    ;[before, now] = [now, before]
  }
  const rateHz = sampleRateHz / HOP
  const [low, mid, high] = curves.map((curve) => sharpen(curve, rateHz)) as [Float32Array, Float32Array, Float32Array]
  const all = low.map((value, i) => value + (mid[i] as number) + 0.6 * (high[i] as number))
  return { rateHz, firstSeconds: (FRAME * ONSET_POINT) / sampleRateHz, all, low, mid, high }
}
