import type { BiquadCoefficients } from './biquad.ts'

/**
 * Loudness after ITU-R BS.1770-4: K-weighting, 400 ms blocks with 75 % overlap, gates at -70 LUFS and 10 LU below the mean.
 * Verified against ffmpeg's ebur128 within 0.1 LU (see the tests).
 */

/** The two stages of K-weighting for any sample rate: the standard's 48 kHz filters re-derived from their analogue prototypes. */
export const kWeighting = (sampleRateHz: number): readonly [BiquadCoefficients, BiquadCoefficients] => {
  const k1 = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz)
  const q1 = 0.7071752369554196
  const vh = 10 ** (3.999843853973347 / 20)
  const vb = vh ** 0.4996667741545416
  const d1 = 1 + k1 / q1 + k1 * k1
  const shelf = {
    b0: (vh + (vb * k1) / q1 + k1 * k1) / d1,
    b1: (2 * (k1 * k1 - vh)) / d1,
    b2: (vh - (vb * k1) / q1 + k1 * k1) / d1,
    a1: (2 * (k1 * k1 - 1)) / d1,
    a2: (1 - k1 / q1 + k1 * k1) / d1,
  }
  const k2 = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz)
  const q2 = 0.5003270373238773
  const d2 = 1 + k2 / q2 + k2 * k2
  return [shelf, { b0: 1, b1: -2, b2: 1, a1: (2 * (k2 * k2 - 1)) / d2, a2: (1 - k2 / q2 + k2 * k2) / d2 }]
}

/** Consecutive calls give the K-weighted energy (sum of squares) of frames `from`..`to` of one channel. */
export type KMeter = { energy(samples: Float32Array, from: number, to: number): number }

export const createKMeter = (sampleRateHz: number): KMeter => {
  const [first, second] = kWeighting(sampleRateHz)
  const { b0, b1, b2, a1, a2 } = first
  const { a1: c1, a2: c2 } = second
  let p1 = 0
  let p2 = 0
  let r1 = 0
  let r2 = 0
  return {
    energy(samples, from, to) {
      let z1 = p1
      let z2 = p2
      let y1 = r1
      let y2 = r2
      let sum = 0
      for (let i = from; i < to; i++) {
        const x = samples[i] as number
        const s = b0 * x + z1
        z1 = b1 * x - a1 * s + z2
        z2 = b2 * x - a2 * s
        const y = s + y1
        y1 = -2 * s - c1 * y + y2
        y2 = s - c2 * y
        sum += y * y
      }
      p1 = Math.abs(z1) < 1e-20 ? 0 : z1
      p2 = Math.abs(z2) < 1e-20 ? 0 : z2
      r1 = Math.abs(y1) < 1e-20 ? 0 : y1
      r2 = Math.abs(y2) < 1e-20 ? 0 : y2
      return sum
    },
  }
}

/** Consecutive calls give the K-weighted energy of frames `from`..`to`, all channels added. */
export type KMeters = { energy(channels: readonly Float32Array[], from: number, to: number): number }

/** Both channels in one loop: each waits for its own last sample, so together they take little longer than one. */
const createStereoKMeter = (sampleRateHz: number): KMeters => {
  const [first, second] = kWeighting(sampleRateHz)
  const { b0, b1, b2, a1, a2 } = first
  const { a1: c1, a2: c2 } = second
  const state = new Float64Array(8)
  return {
    energy([left, right], from, to) {
      if (!left || !right) return 0
      let [z1 = 0, z2 = 0, y1 = 0, y2 = 0, w1 = 0, w2 = 0, v1 = 0, v2 = 0] = state
      let sum = 0
      let other = 0
      for (let i = from; i < to; i++) {
        const x = left[i] as number
        const u = right[i] as number
        const s = b0 * x + z1
        const t = b0 * u + w1
        z1 = b1 * x - a1 * s + z2
        w1 = b1 * u - a1 * t + w2
        z2 = b2 * x - a2 * s
        w2 = b2 * u - a2 * t
        const y = s + y1
        const v = t + v1
        y1 = -2 * s - c1 * y + y2
        v1 = -2 * t - c1 * v + v2
        y2 = s - c2 * y
        v2 = t - c2 * v
        sum += y * y
        other += v * v
      }
      state.set([z1, z2, y1, y2, w1, w2, v1, v2])
      for (let i = 0; i < state.length; i++) if (Math.abs(state[i] as number) < 1e-20) state[i] = 0
      return sum + other
    },
  }
}

export const createKMeters = (sampleRateHz: number, channelCount: number): KMeters => {
  if (channelCount === 2) return createStereoKMeter(sampleRateHz)
  const meters = Array.from({ length: channelCount }, () => createKMeter(sampleRateHz))
  return { energy: (channels, from, to) => channels.reduce((sum, samples, channel) => sum + (meters[channel]?.energy(samples, from, to) ?? 0), 0) }
}

const lufs = (meanSquare: number): number => -0.691 + 10 * Math.log10(meanSquare)

/**
 * Integrated loudness from the K-weighted energies (sum of squares over all channels) of consecutive 100 ms steps.
 *
 * @returns LUFS, or undefined when no 400 ms block is above -70 LUFS (silence, or less than 400 ms)
 */
export const gatedLoudness = (stepEnergies: ArrayLike<number>, framesPerStep: number): number | undefined => {
  const blocks: number[] = []
  for (let i = 3; i < stepEnergies.length; i++) {
    let sum = 0
    for (let j = i - 3; j <= i; j++) sum += stepEnergies[j] ?? 0
    const meanSquare = sum / (4 * framesPerStep)
    if (meanSquare > 0 && lufs(meanSquare) > -70) blocks.push(meanSquare)
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  if (blocks.length === 0) return undefined
  const gate = mean(blocks) / 10
  return lufs(mean(blocks.filter((value) => value > gate)))
}

/**
 * Integrated loudness of a whole piece.
 *
 * @param channels one Float32Array per channel, linear -1..1, equal lengths
 * @returns LUFS, or undefined for silence
 */
export const integratedLoudness = (channels: readonly Float32Array[], sampleRateHz: number): number | undefined => {
  const step = Math.round(sampleRateHz / 10)
  const frames = channels[0]?.length ?? 0
  const energies = new Float64Array(Math.floor(frames / step))
  for (const samples of channels) {
    const meter = createKMeter(sampleRateHz)
    for (let i = 0; i < energies.length; i++) energies[i] = (energies[i] ?? 0) + meter.energy(samples, i * step, (i + 1) * step)
  }
  return gatedLoudness(energies, step)
}

/**
 * Loudness of the last steps, ungated: momentary (4 steps of 100 ms) and short-term (30 steps) after EBU Tech 3341.
 *
 * @param stepEnergies K-weighted energies of consecutive 100 ms steps, all channels added
 * @returns LUFS, or undefined for silence and before there are that many steps
 */
export const windowLoudness = (stepEnergies: ArrayLike<number>, framesPerStep: number, steps: number, end = stepEnergies.length): number | undefined => {
  if (end < steps) return undefined
  let sum = 0
  for (let i = end - steps; i < end; i++) sum += stepEnergies[i] ?? 0
  return sum > 0 ? lufs(sum / (steps * framesPerStep)) : undefined
}

const SHORT_TERM_STEPS = 30

/**
 * Loudness range after EBU Tech 3342: between the 10th and the 95th percentile of short-term loudness, gated at -70 LUFS and 20 LU below the mean.
 *
 * @returns LU, or undefined where less than 3 s are above the gate
 */
export const loudnessRange = (stepEnergies: ArrayLike<number>, framesPerStep: number): number | undefined => {
  const powers: number[] = []
  let sum = 0
  for (let i = 0; i < stepEnergies.length; i++) {
    sum += stepEnergies[i] ?? 0
    if (i >= SHORT_TERM_STEPS) sum -= stepEnergies[i - SHORT_TERM_STEPS] ?? 0
    const power = sum / (SHORT_TERM_STEPS * framesPerStep)
    if (i >= SHORT_TERM_STEPS - 1 && power > 0 && lufs(power) > -70) powers.push(power)
  }
  if (powers.length === 0) return undefined
  const gate = powers.reduce((total, power) => total + power, 0) / powers.length / 100
  const levels = powers
    .filter((power) => power > gate)
    .map(lufs)
    .toSorted((a, b) => a - b)
  const at = (share: number) => levels[Math.round(share * (levels.length - 1))] ?? 0
  return at(0.95) - at(0.1)
}
