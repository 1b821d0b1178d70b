import type { BiquadCoefficients } from '../../../../../src-shared/dsp/biquad.ts'
import { kWeighting } from '../../../../../src-shared/dsp/loudness.ts'
import type { Kernel } from './kernel.ts'

/** Effects that live in the kernel's memory. Frame counts are multiples of 4 except at the very end of a song. */

/** Coefficients for the left and the right buffer. */
export type StereoSection = readonly [left: BiquadCoefficients, right: BiquadCoefficients]
export type StereoFilter = (leftAt: number, rightAt: number, count: number) => void

/** One or two filters in a row on two buffers, in place. */
export const createStereoFilter = (kernel: Kernel, first: StereoSection, second?: StereoSection): StereoFilter => {
  const stateOf = (section: StereoSection): number => {
    const state = kernel.scratch(112)
    for (const [side, { b0, b1, b2, a1, a2 }] of section.entries())
      for (const [i, value] of [b0, b1, b2, a1, a2].entries()) kernel.f64[(state >> 3) + i * 2 + side] = value
    return state
  }
  const one = stateOf(first)
  if (!second) return (leftAt, rightAt, count) => kernel.calls.biquad(one, leftAt, rightAt, count)
  const two = stateOf(second)
  return (leftAt, rightAt, count) => kernel.calls.biquads(one, two, leftAt, rightAt, count)
}

/** K-weighted energies and peaks of blocks of `block` frames. */
export const createBlockMeter = (kernel: Kernel, sampleRateHz: number, block: number, maxBlocks: number) => {
  const state = kernel.scratch(128)
  const [shelf, pass] = kWeighting(sampleRateHz)
  kernel.f64.set([shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2, pass.a1, pass.a2], state >> 3)
  const energiesAt = kernel.scratch(maxBlocks * 8)
  const peaksAt = kernel.scratch(maxBlocks * 4)
  return (leftAt: number, rightAt: number, count: number, energies: Float64Array, peaks: Float32Array, firstBlock: number): void => {
    kernel.calls.meter(state, leftAt, rightAt, count, block, energiesAt, peaksAt)
    const blocks = Math.ceil(count / block)
    energies.set(kernel.f64.subarray(energiesAt >> 3, (energiesAt >> 3) + blocks), firstBlock)
    peaks.set(kernel.f32.subarray(peaksAt >> 2, (peaksAt >> 2) + blocks), firstBlock)
  }
}

/**
 * A room from feedback delay lines (Jot 1991): diffusing all-passes, then eight lines mixed by a Hadamard matrix, each with its own gain
 * and damping. Mono in, stereo added to the outputs.
 */
export type ReverbShape = {
  readonly preDelaySeconds: number
  /** time to fall by 60 dB at low frequencies */
  readonly decaySeconds: number
  /** mean length of the lines */
  readonly sizeSeconds: number
  /** 0..0.5: how much faster the highs die */
  readonly damping: number
  readonly level: number
}

const LINE_BYTES = 48
/** proportions that share no small ratio, so that echoes never line up */
const RATIOS = [0.633, 0.701, 0.797, 0.883, 1.0, 1.117, 1.243, 1.399]
const DIFFUSERS = [0.0047, 0.0036, 0.0127, 0.0093]

/** The nearest frame count of the form 4 x prime. */
const fourPrimes = (frames: number): number => {
  const isPrime = (m: number) => {
    for (let d = 2; d * d <= m; d++) if (m % d === 0) return false
    return true
  }
  let n = Math.max(3, Math.round(frames / 4))
  while (!isPrime(n)) n++
  return n * 4
}

export const createReverb = (
  kernel: Kernel,
  room: ReverbShape,
  sampleRateHz: number,
): ((inputAt: number, leftAt: number, rightAt: number, count: number) => void) => {
  const ring = (seconds: number, gain: number) => {
    const length = fourPrimes(seconds * sampleRateHz)
    return { at: kernel.scratchFrames(length), length, gain, place: 0 }
  }
  const preDelay = ring(Math.max(0.001, room.preDelaySeconds), 0)
  const diffusers = DIFFUSERS.map((seconds, i) => ring(seconds, i < 2 ? 0.7 : 0.6))
  const lines = kernel.scratch(LINE_BYTES * RATIOS.length)
  for (const [i, ratio] of RATIOS.entries()) {
    const { at, length } = ring(ratio * room.sizeSeconds, 0)
    const record = lines + i * LINE_BYTES
    kernel.i32[record >> 2] = at
    kernel.i32[(record >> 2) + 1] = length
    // 1/sqrt(8) makes the Hadamard matrix lossless
    kernel.f32[(record >> 2) + 3] = 10 ** ((-3 * length) / (room.decaySeconds * sampleRateHz)) / Math.sqrt(RATIOS.length)
    kernel.f32[(record >> 2) + 4] = room.damping
  }
  const scale = kernel.scratchFrames(8192)
  return (inputAt, leftAt, rightAt, count) => {
    kernel.f32.fill(0, scale >> 2, (scale >> 2) + count + 4)
    kernel.calls.add(inputAt, scale, room.level, count)
    preDelay.place = kernel.calls.delay(preDelay.at, preDelay.length, preDelay.place, scale, count)
    for (const diffuser of diffusers) diffuser.place = kernel.calls.allPass(diffuser.at, diffuser.length, diffuser.place, diffuser.gain, scale, count)
    kernel.calls.reverb(lines, scale, leftAt, rightAt, count)
  }
}

/** A ring read at a place that moves: chorus, wow. Call with blocks of at most the ring's length. */
export const createMovingDelay = (kernel: Kernel, frames: number) => {
  const size = 2 ** Math.ceil(Math.log2(frames + 8))
  const ringAt = kernel.scratchFrames(size)
  return (bufferAt: number, place: number, first: number, step: number, count: number): void =>
    kernel.calls.moving(ringAt, size - 1, place & (size - 1), first, step, bufferAt, count)
}

/** A tempo-synced stereo echo that answers left, then right, and darkens with each repeat. Mono in, stereo added to the outputs. */
export type EchoShape = { readonly timeSeconds: number; readonly feedback: number; readonly dampingHz: number }

export const createEcho = (kernel: Kernel, { timeSeconds, feedback, dampingHz }: EchoShape, sampleRateHz: number) => {
  const length = Math.max(1, Math.round(timeSeconds * sampleRateHz))
  const ringsAt = kernel.scratchFrames(length * 2)
  const stateAt = kernel.scratch(16)
  const damp = Math.exp((-2 * Math.PI * dampingHz) / sampleRateHz)
  const thin = 1 - Math.exp((-2 * Math.PI * 180) / sampleRateHz)
  let place = 0
  return (inputAt: number, leftAt: number, rightAt: number, count: number): void => {
    place = kernel.calls.echo(ringsAt, length, place, stateAt, inputAt, leftAt, rightAt, feedback, damp, thin, count)
  }
}
