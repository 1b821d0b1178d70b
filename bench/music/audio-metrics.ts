import FFT from 'fft.js'
import { highPass, lowPass } from '../../src-shared/dsp/biquad.ts'
import { createKMeter, gatedLoudness } from '../../src-shared/dsp/loudness.ts'
import { truePeak } from '../../src-shared/dsp/true-peak.ts'
import type { Recording } from './studio.ts'

/** What can be measured on the finished sound (44.1 kHz stereo). All functions are pure. */

export const RATE = 44_100
const decibels = (power: number): number => 10 * Math.log10(power + 1e-20)
const lufsOf = (meanSquare: number): number => -0.691 + decibels(meanSquare)

/** K-weighted energy of both channels in steps of 100 ms. */
export const loudnessSteps = ({ left, right }: Pick<Recording, 'left' | 'right'>): Float64Array => {
  const meters = [createKMeter(RATE), createKMeter(RATE)] as const
  const step = RATE / 10
  return Float64Array.from(
    { length: Math.floor(left.length / step) },
    (_, i) => meters[0].energy(left, i * step, (i + 1) * step) + meters[1].energy(right, i * step, (i + 1) * step),
  )
}
export const integratedLufs = (steps: Float64Array): number => gatedLoudness(steps, RATE / 10) ?? -70

/** Loudness range after EBU Tech 3342: 10th to 95th percentile of 3 s loudness, gated 20 LU below the mean. */
export const loudnessRange = (steps: Float64Array): number => {
  const window = 30
  const powers: number[] = []
  for (let i = window; i <= steps.length; i++) {
    let sum = 0
    for (let j = i - window; j < i; j++) sum += steps[j] ?? 0
    const mean = sum / (window * (RATE / 10))
    if (lufsOf(mean) > -70) powers.push(mean)
  }
  if (powers.length < 2) return 0
  const gate = powers.reduce((sum, value) => sum + value, 0) / powers.length / 100
  const sorted = powers.filter((value) => value > gate).toSorted((a, b) => a - b)
  const at = (share: number): number => lufsOf(sorted[Math.round(share * (sorted.length - 1))] ?? 1e-9)
  return at(0.95) - at(0.1)
}

export const truePeakDb = ({ left, right }: Recording): number => 20 * Math.log10(truePeak([left, right]) + 1e-12)

/** Peak over mean power, dB: median of the 3 s stretches in which the piece plays in full (louder than its mean). */
export const crestDb = ({ left, right }: Recording): number => {
  const frames = 3 * RATE
  const stretches = Array.from({ length: Math.floor(left.length / frames) }, (_, index) => {
    let peak = 0
    let sum = 0
    for (let i = index * frames; i < (index + 1) * frames; i++) {
      const [l, r] = [left[i] as number, right[i] as number]
      peak = Math.max(peak, Math.abs(l), Math.abs(r))
      sum += l * l + r * r
    }
    return { peak, power: sum / (2 * frames) }
  })
  const mean = stretches.reduce((sum, { power }) => sum + power, 0) / stretches.length
  const full = stretches
    .filter(({ power }) => power >= mean)
    .map(({ peak, power }) => 20 * Math.log10(peak) - decibels(power))
    .toSorted((a, b) => a - b)
  return full[Math.floor(full.length / 2)] ?? 0
}

/** Mean power spectrum of the middle signal, bins of `size`-point Hann windows. */
export const meanSpectrum = (samples: Float32Array, size = 4096): Float64Array => {
  const fft = new FFT(size)
  const out = fft.createComplexArray()
  const frame = new Float64Array(size)
  const powers = new Float64Array(size / 2)
  for (let from = 0; from + size <= samples.length; from += size) {
    for (let i = 0; i < size; i++) frame[i] = (samples[from + i] as number) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
    fft.realTransform(out, frame)
    for (let bin = 1; bin < size / 2; bin++) powers[bin] = (powers[bin] ?? 0) + (out[2 * bin] ?? 0) ** 2 + (out[2 * bin + 1] ?? 0) ** 2
  }
  return powers
}
export const middle = ({ left, right }: Recording): Float32Array => left.map((value, i) => 0.5 * (value + (right[i] as number)))

/** Fall of the spectral density between 100 Hz and 10 kHz, dB per octave, over third octaves (pink noise: -3). */
export const slopePerOctave = (samples: Float32Array): number => {
  const size = 4096
  const powers = meanSpectrum(samples, size)
  const points: [number, number][] = []
  for (let band = 0; band < 20; band++) {
    const centre = 100 * 2 ** (band / 3)
    const from = Math.max(1, Math.ceil((centre * 2 ** (-1 / 6) * size) / RATE))
    const to = Math.max(from, Math.floor((centre * 2 ** (1 / 6) * size) / RATE))
    let sum = 0
    for (let bin = from; bin <= to; bin++) sum += powers[bin] ?? 0
    points.push([band / 3, decibels(sum / (to - from + 1))])
  }
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [mx, my] = [mean(0), mean(1)]
  return points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}

/** Correlation of the sides, how loud the side is against the middle (dB), and the same below 120 Hz. */
export const stereo = ({ left, right }: Recording): { correlation: number; widthDb: number; lowWidthDb: number; balanceDb: number } => {
  let [ll, rr, lr] = [0, 0, 0]
  const low = [lowPass(100, Math.SQRT1_2, RATE), lowPass(100, Math.SQRT1_2, RATE)]
  const filter = () => {
    const states = low.map(() => [0, 0])
    return (input: number): number =>
      low.reduce((x, { b0, b1, b2, a1, a2 }, index) => {
        const state = states[index] as number[]
        const y = b0 * x + (state[0] as number)
        state[0] = b1 * x - a1 * y + (state[1] as number)
        state[1] = b2 * x - a2 * y
        return y
      }, input)
  }
  const [lowMiddle, lowSide] = [filter(), filter()]
  let [lowM, lowS] = [0, 0]
  for (let i = 0; i < left.length; i++) {
    const [l, r] = [left[i] as number, right[i] as number]
    ll += l * l
    rr += r * r
    lr += l * r
    lowM += lowMiddle(l + r) ** 2
    lowS += lowSide(l - r) ** 2
  }
  return {
    correlation: lr / Math.sqrt(ll * rr + 1e-20),
    widthDb: decibels(ll + rr - 2 * lr) - decibels(ll + rr + 2 * lr),
    lowWidthDb: decibels(lowS) - decibels(lowM),
    balanceDb: decibels(ll) - decibels(rr),
  }
}

export const directCurrent = ({ left, right }: Recording): number =>
  Math.max(...[left, right].map((samples) => Math.abs(samples.reduce((sum, value) => sum + value, 0) / samples.length)))

/** Single frames that stand out of the noise of their surroundings above 6 kHz without a transient that explains them. */
export const countClicks = (samples: Float32Array): number => {
  const { b0, b1, b2, a1, a2 } = highPass(6000, Math.SQRT1_2, RATE)
  let [z1, z2] = [0, 0]
  const high = samples.map((x) => {
    const y = b0 * x + z1
    z1 = b1 * x - a1 * y + z2
    z2 = b2 * x - a2 * y
    return y
  })
  let clicks = 0
  const [near, far] = [4, 220]
  for (let i = far; i < high.length - far; i += 1) {
    const value = Math.abs(high[i] as number)
    if (value < 0.02) continue
    let around = 0
    for (let j = near; j < far; j += 3) around = Math.max(around, Math.abs(high[i - j] as number), Math.abs(high[i + j] as number))
    if (value > 8 * around) {
      clicks++
      i += far
    }
  }
  return clicks
}

/** Longest stretch below -60 dBFS before the last 3 seconds. */
export const longestDeadAir = ({ left, right }: Recording): number => {
  const step = 441
  let longest = 0
  let run = 0
  for (let from = 0; from < left.length - 3 * RATE; from += step) {
    let sum = 0
    for (let i = from; i < from + step; i++) sum += (left[i] as number) ** 2 + (right[i] as number) ** 2
    run = decibels(sum / (2 * step)) < -60 ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest / 100
}

/** How far the loudest stem stands above the next, dB; the lead may. */
export const stemGapDb = ({ stems }: Recording): number => {
  const levels = stems.flatMap(({ role, lufs }) => (lufs === undefined || role === 'texture' ? [] : [{ role, lufs }])).toSorted((a, b) => b.lufs - a.lufs)
  const [first, second] = levels
  return !first || !second || first.role === 'lead' ? 0 : first.lufs - second.lufs
}

/** Loudness of the first two seconds against the whole: an opening that is already music. */
export const openingLu = (steps: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < Math.min(20, steps.length); i++) sum += steps[i] ?? 0
  return lufsOf(sum / (20 * (RATE / 10))) - integratedLufs(steps)
}
