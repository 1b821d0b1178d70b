import { createFirFilter, kaiserTaps, lowPass } from '../../../../src-shared/dsp/fir.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'

/**
 * A second of band after band whose truth is known: noise that falls by `dbPerOctave` from 500 Hz on, with hits four times a second, so that
 * there are attacks to follow.
 */
export const fallingNoise = (seconds: number, rateHz: number, seed: number, dbPerOctave = -9): Float32Array<ArrayBuffer> => {
  const random = createRandom(seed)
  const length = Math.round(seconds * rateHz)
  const out = new Float32Array(length)
  // octave-spaced one-pole low-passes, summed, give a slope close to what is asked for
  const bands = Array.from({ length: 7 }, (_, i) => ({
    pole: Math.exp((-2 * Math.PI * 350 * 2 ** i) / rateHz),
    gain: 10 ** ((dbPerOctave * i) / 20),
    state: 0,
  }))
  for (let i = 0; i < length; i++) {
    const white = random.normal()
    let sum = 0
    for (const band of bands) {
      band.state = band.pole * band.state + (1 - band.pole) * white
      sum += band.gain * band.state
    }
    const hit = 0.25 + 0.75 * Math.exp((-8 * ((i * 4) % rateHz)) / rateHz)
    out[i] = 0.35 * hit * sum
  }
  return out
}

/** Cut off as an encoder does: everything above `cutoffHz` is gone within 400 Hz. */
export const cutOff = (samples: Float32Array, rateHz: number, cutoffHz: number): Float32Array<ArrayBuffer> => {
  const filter = createFirFilter(lowPass(kaiserTaps(400 / rateHz, 100), cutoffHz / rateHz, 100))
  const padded = new Float32Array(samples.length + 2 * filter.reach)
  padded.set(samples, filter.reach)
  return filter.apply(padded)
}
