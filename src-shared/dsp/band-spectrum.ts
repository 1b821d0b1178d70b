import { createRealFft } from './fft.ts'

const LOWEST_HZ = 31.25
const HIGHEST_HZ = 20_000
const BANDS_PER_OCTAVE = 6

/** Centre frequencies of the bands, Hz: sixths of an octave from 31 Hz to 20 kHz. */
export const bandCentres = (): number[] => {
  const count = Math.floor(Math.log2(HIGHEST_HZ / LOWEST_HZ) * BANDS_PER_OCTAVE) + 1
  return Array.from({ length: count }, (_, band) => LOWEST_HZ * 2 ** (band / BANDS_PER_OCTAVE))
}

/** Keeps its working memory. `read` gives one level a band, dB: a sine of full scale reads 0 in its own band. */
export type BandSpectrum = { readonly size: number; read(samples: Float32Array, sampleRateHz: number, levels: Float32Array): void }

export const createBandSpectrum = (size = 4096): BandSpectrum => {
  const fft = createRealFft(size)
  const window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size))
  const windowed = new Float64Array(size)
  const re = new Float64Array(fft.bins)
  const im = new Float64Array(fft.bins)
  const centres = bandCentres()
  // energy of a windowed sine of full scale, over its bins
  const full = window.reduce((sum, value) => sum + value * value, 0) * (size / 4)
  return {
    size,
    read(samples, sampleRateHz, levels) {
      for (let i = 0; i < size; i++) windowed[i] = (samples[i] ?? 0) * (window[i] as number)
      fft.forward(windowed, re, im)
      const edge = 2 ** (0.5 / BANDS_PER_OCTAVE)
      for (const [band, centre] of centres.entries()) {
        // a low band is narrower than a bin: it takes the nearest
        const from = Math.round(((centre / edge) * size) / sampleRateHz)
        const to = Math.max(from + 1, Math.round((centre * edge * size) / sampleRateHz))
        let energy = 0
        for (let bin = Math.max(1, from); bin < Math.min(to, fft.bins); bin++) energy += (re[bin] as number) ** 2 + (im[bin] as number) ** 2
        levels[band] = energy > 0 ? 10 * Math.log10(energy / full) : -120
      }
    },
  }
}
