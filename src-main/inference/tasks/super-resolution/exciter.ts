import { createFirFilter, kaiserTaps, lowPass } from '../../../../src-shared/dsp/fir.ts'
import type { BandMaker } from './band-maker.ts'

const ATTENUATION_DB = 90
const BLOCK_SECONDS = 4
const OVERSAMPLING = 2

/** Zeros between the samples, then the same filter that keeps the original band: twice the rate. */
const spread = (samples: Float32Array): Float32Array => {
  const out = new Float32Array(samples.length * OVERSAMPLING)
  for (let i = 0; i < samples.length; i++) out[i * OVERSAMPLING] = OVERSAMPLING * (samples[i] as number)
  return out
}

const thin = (samples: Float32Array): Float32Array<ArrayBuffer> => {
  const out = new Float32Array(Math.floor(samples.length / OVERSAMPLING))
  for (let i = 0; i < out.length; i++) out[i] = samples[i * OVERSAMPLING] as number
  return out
}

/**
 * No network: the octave below the cut-off goes through a rectifier, which answers with its even harmonics, the octave above among them, in
 * step with every attack. What exciters have done since the 1970s; it adds air, it does not know what was lost.
 */
export const createExciter = (checkpoint: () => Promise<void>): BandMaker =>
  async function* (signal, { from, to, cutoffHz }) {
    const { rateHz } = signal
    const wideHz = rateHz * OVERSAMPLING
    const widthHz = Math.max(200, cutoffHz * 0.06)
    const taps = kaiserTaps(widthHz / wideHz, ATTENUATION_DB)
    // the octave below the cut-off: what passes the upper low-pass less what passes the lower
    const upper = lowPass(taps, cutoffHz / wideHz, ATTENUATION_DB)
    const lower = lowPass(taps, cutoffHz / 2 / wideHz, ATTENUATION_DB)
    const octave = createFirFilter(upper.map((tap, n) => tap - (lower[n] as number)))
    const half = createFirFilter(lowPass(kaiserTaps(0.02, ATTENUATION_DB), 0.24, ATTENUATION_DB))
    const reach = Math.ceil((octave.reach + half.reach) / OVERSAMPLING) * OVERSAMPLING
    const block = Math.round(BLOCK_SECONDS * rateHz)
    for (let at = from; at < to; at += block) {
      await checkpoint()
      const end = Math.min(to, at + block)
      const margin = reach / OVERSAMPLING
      const band = octave.apply(spread(await signal.read(at - margin, end + margin)))
      for (let i = 0; i < band.length; i++) band[i] = Math.abs(band[i] as number)
      const made = half.apply(band)
      // `made` begins `reach - octave.reach - half.reach` wide frames before `at`
      yield thin(made.subarray(reach - octave.reach - half.reach)).subarray(0, end - at)
    }
  }
