import { createRealFft } from './fft.ts'
import { melFilters } from './mel.ts'

/** What a recording sounds like, moment by moment. Rows follow one another in each array: frame i of `chroma` is i*12 .. i*12+11. */
export type SoundFrames = {
  readonly count: number
  /** frames a second */
  readonly rateHz: number
  /** seconds from the first sample to the middle of frame 0 */
  readonly firstSeconds: number
  /** energy of the twelve pitch classes (0 = C) at the recording's own tuning, each frame's sum is its loudness of tones */
  readonly chroma: Float32Array
  /** the same of the lowest tones, 35 to 180 Hz: what the bass plays */
  readonly bass: Float32Array
  /** mel-frequency cepstrum, `CEPSTRA` values a frame; the first says loudness, the others colour */
  readonly cepstrum: Float32Array
  /** root mean square of the samples */
  readonly rms: Float32Array
  /** centre of the spectrum's magnitude, Hz; 0 in silence */
  readonly centroidHz: Float32Array
  /** the frequency below which 85 % of the magnitude lies */
  readonly rolloffHz: Float32Array
  /** 0 tone .. 1 noise: geometric over arithmetic mean of the power */
  readonly flatness: Float32Array
  /** how much louder the spectrum became, log-compressed */
  readonly flux: Float32Array
  /** how far the recording is tuned from A = 440 Hz, semitones -0.5..0.5 */
  readonly tuningSemitones: number
}

export const CEPSTRA = 14
const FRAME = 4096
const HOP = 1024
const BANDS = 40
const LOWEST_BASS_HZ = 35
const HIGHEST_BASS_HZ = 180
const LOWEST_TONE_HZ = 60
const HIGHEST_TONE_HZ = 2_200
/** fine pitch classes: ten a semitone, so that the tuning can be taken out afterwards */
const FINE = 10

const cosines = (): Float64Array => {
  const table = new Float64Array(CEPSTRA * BANDS)
  for (let k = 0; k < CEPSTRA; k++)
    for (let band = 0; band < BANDS; band++) table[k * BANDS + band] = Math.cos((Math.PI * k * (band + 0.5)) / BANDS) * Math.sqrt((k === 0 ? 1 : 2) / BANDS)
  return table
}

/** The circular mean of how far spectral peaks lie from the notes of A = 440 Hz. */
const tuningOf = (fine: Float32Array): number => {
  let x = 0
  let y = 0
  for (let i = 0; i < fine.length; i++) {
    const turn = (2 * Math.PI * (i % FINE)) / FINE
    x += (fine[i] as number) * Math.cos(turn)
    y += (fine[i] as number) * Math.sin(turn)
  }
  return x === 0 && y === 0 ? 0 : Math.atan2(y, x) / (2 * Math.PI)
}

/** Fine classes -> twelve, each note taking what lies within half a semitone around it. */
const foldChroma = (fine: Float32Array, count: number, tuning: number): Float32Array => {
  const chroma = new Float32Array(count * 12)
  const width = 12 * FINE
  for (let i = 0; i < width; i++) {
    const note = (Math.floor(i / FINE - tuning + 0.5) + 12) % 12
    for (let frame = 0; frame < count; frame++) chroma[frame * 12 + note] = (chroma[frame * 12 + note] as number) + (fine[frame * width + i] as number)
  }
  return chroma
}

/**
 * Walks a recording once. Tones are spectral peaks between 60 and 2200 Hz with their place interpolated, weighed by the root of their size, so
 * that one loud bass note does not hide a chord.
 *
 * @param mono          linear -1..1
 * @param sampleRateHz  about 22 050
 * @param checkpoint    called a few times a second; may throw
 */
export const soundFrames = (mono: Float32Array, sampleRateHz: number, checkpoint: () => void = () => undefined): SoundFrames => {
  const count = Math.max(0, Math.floor((mono.length - FRAME) / HOP) + 1)
  const fft = createRealFft(FRAME)
  const bins = FRAME / 2 + 1
  const [re, im] = [new Float32Array(bins), new Float32Array(bins)]
  const frame = new Float32Array(FRAME)
  const window = Float32Array.from({ length: FRAME }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FRAME))
  const filters = melFilters({
    rateHz: sampleRateHz,
    fftSize: FRAME,
    melCount: BANDS,
    lowHz: 40,
    highHz: Math.min(11_000, sampleRateHz / 2),
    scale: 'slaney',
    norm: 'slaney',
  })
  const spans = filters.map((row) => {
    const from = row.findIndex((weight) => weight > 0)
    const to = row.findLastIndex((weight) => weight > 0) + 1
    return { row, from: Math.max(0, from), to }
  })
  const basis = cosines()
  const magnitude = new Float64Array(bins)
  let levelsBefore = new Float64Array(BANDS)
  let levels = new Float64Array(BANDS)
  const fine = new Float32Array(count * 12 * FINE)
  const bass = new Float32Array(count * 12)
  const cepstrum = new Float32Array(count * CEPSTRA)
  const [rms, centroidHz, rolloffHz, flatness, flux] = [0, 0, 0, 0, 0].map(() => new Float32Array(count)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const hzPerBin = sampleRateHz / FRAME
  const firstTone = Math.max(2, Math.ceil(LOWEST_BASS_HZ / hzPerBin))
  const lastTone = Math.min(bins - 2, Math.floor(HIGHEST_TONE_HZ / hzPerBin))

  for (let i = 0; i < count; i++) {
    if (i % 64 === 0) checkpoint()
    let power = 0
    for (let j = 0; j < FRAME; j++) {
      const sample = mono[i * HOP + j] as number
      power += sample * sample
      frame[j] = sample * (window[j] as number)
    }
    rms[i] = Math.sqrt(power / FRAME)
    fft.forward(frame, re, im)
    let sum = 0
    let weighted = 0
    let logs = 0
    let squares = 0
    for (let bin = 0; bin < bins; bin++) {
      const square = (re[bin] as number) ** 2 + (im[bin] as number) ** 2
      const size = Math.sqrt(square)
      magnitude[bin] = size
      sum += size
      weighted += size * bin
      logs += Math.log(square + 1e-12)
      squares += square
    }
    centroidHz[i] = sum > 1e-6 ? (weighted / sum) * hzPerBin : 0
    flatness[i] = squares > 1e-9 ? Math.min(1, Math.exp(logs / bins) / (squares / bins)) : 0
    let below = 0
    let edge = 0
    while (edge < bins - 1 && below < 0.85 * sum) below += magnitude[edge++] as number
    rolloffHz[i] = sum > 1e-6 ? edge * hzPerBin : 0

    let rise = 0
    for (let band = 0; band < BANDS; band++) {
      const { row, from, to } = spans[band] as (typeof spans)[number]
      let energy = 0
      for (let bin = from; bin < to; bin++) energy += (row[bin] as number) * (magnitude[bin] as number) ** 2
      const level = Math.log10(energy + 1e-8)
      levels[band] = level
      if (i > 0) rise += Math.max(0, level - (levelsBefore[band] as number))
    }
    flux[i] = rise / BANDS
    for (let k = 0; k < CEPSTRA; k++) {
      let value = 0
      for (let band = 0; band < BANDS; band++) value += (basis[k * BANDS + band] as number) * (levels[band] as number)
      cepstrum[i * CEPSTRA + k] = value
    }
    ;[levelsBefore, levels] = [levels, levelsBefore]

    for (let bin = firstTone; bin <= lastTone; bin++) {
      const size = magnitude[bin] as number
      const [left, right] = [magnitude[bin - 1] as number, magnitude[bin + 1] as number]
      if (size <= left || size < right || size < 1e-3) continue
      const shift = (0.5 * (left - right)) / (left - 2 * size + right)
      const hz = (bin + shift) * hzPerBin
      const semitones = 12 * Math.log2(hz / 440) + 9
      if (hz < HIGHEST_BASS_HZ) {
        const note = ((Math.round(semitones) % 12) + 12) % 12
        bass[i * 12 + note] = (bass[i * 12 + note] as number) + size
      }
      if (hz < LOWEST_TONE_HZ) continue
      const place = ((Math.round(semitones * FINE) % (12 * FINE)) + 12 * FINE) % (12 * FINE)
      fine[i * 12 * FINE + place] = (fine[i * 12 * FINE + place] as number) + Math.sqrt(size)
    }
  }
  const tuningSemitones = tuningOf(fine)
  return {
    count,
    rateHz: sampleRateHz / HOP,
    firstSeconds: FRAME / 2 / sampleRateHz,
    chroma: foldChroma(fine, count, tuningSemitones),
    bass,
    cepstrum,
    rms,
    centroidHz,
    rolloffHz,
    flatness,
    flux,
    tuningSemitones,
  }
}
