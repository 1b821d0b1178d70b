import { kaiserTaps, lowPass } from './fir.ts'

const ATTENUATION_DB = 120
/** Highest frequency that passes whole, as a share of the lower rate's Nyquist. */
const PASS_SHARE = 0.92

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

/**
 * Sound at another rate, piece by piece: the same input frames give the same output frames in whatever pieces they come, because every
 * output is a fixed sum over inputs. So pieces made apart join without a seam, which a converter that carries state does not promise.
 */
export type RationalResampler = {
  /** input frames of one period of the pattern; pieces begin on multiples of it */
  readonly stepIn: number
  readonly stepOut: number
  /** input frames of context that an output reads on each side, a multiple of `stepIn` */
  readonly reach: number
  /**
   * @param input frames `from - reach .. to + reach` of the sound, `from` and `to` multiples of `stepIn`
   * @returns output frames for `from..to`: `(to - from) / stepIn · stepOut` of them
   */
  resample(input: Float32Array): Float32Array<ArrayBuffer>
}

/** Polyphase Kaiser low-pass: aliases at -120 dB, flat within 0.001 dB to 92 % of the lower Nyquist. Both rates are whole Hz. */
export const createRationalResampler = (fromHz: number, toHz: number): RationalResampler => {
  const divisor = greatestCommonDivisor(fromHz, toHz)
  const stepIn = fromHz / divisor
  const stepOut = toHz / divisor
  if (stepIn === stepOut) return { stepIn: 1, stepOut: 1, reach: 0, resample: (input) => Float32Array.from(input) }
  const nyquist = Math.min(fromHz, toHz) / 2
  const middle = ((1 + PASS_SHARE) / 2) * nyquist
  // the prototype runs at fromHz · stepOut
  const prototypeHz = fromHz * stepOut
  const taps = kaiserTaps(((1 - PASS_SHARE) * nyquist) / prototypeHz, ATTENUATION_DB)
  const prototype = lowPass(taps, middle / prototypeHz, ATTENUATION_DB)
  const half = (taps - 1) / 2
  const perPhase = Math.ceil(taps / stepOut) + 1
  // two more than the taps need: the padded kernels read, and weigh with zero, a little beyond them
  const needed = Math.ceil(half / stepOut) + 3
  const reach = Math.ceil(needed / stepIn) * stepIn
  // output m lies at m·stepIn/stepOut input frames: its phase depends on m mod stepOut alone
  const offsets = new Int32Array(stepOut)
  const kernels = Array.from({ length: stepOut }, (_, phase) => {
    const position = phase * stepIn
    const first = Math.ceil((position - half) / stepOut)
    offsets[phase] = first
    return Float64Array.from({ length: perPhase }, (_tap, j) => stepOut * (prototype[half + position - (first + j) * stepOut] ?? 0))
  })

  return {
    stepIn,
    stepOut,
    reach,
    resample(input) {
      const periods = (input.length - 2 * reach) / stepIn
      if (!Number.isInteger(periods) || periods < 0)
        throw new RangeError(`${input.length} frames are not whole periods of ${stepIn} between ${reach} of context`)
      const out = new Float32Array(periods * stepOut)
      for (let period = 0, at = 0; period < periods; period++) {
        for (let phase = 0; phase < stepOut; phase++, at++) {
          const kernel = kernels[phase] as Float64Array
          const first = reach + period * stepIn + (offsets[phase] as number)
          let sum = 0
          for (let j = 0; j < perPhase; j++) sum += (kernel[j] as number) * (input[first + j] as number)
          out[at] = sum
        }
      }
      return out
    },
  }
}
