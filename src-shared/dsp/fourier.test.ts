import { describe, expect, test } from 'vitest'
import { createRandom } from '../kernel/random.ts'
import { createComplexFft } from './complex-fft.ts'
import { createRealFft } from './fft.ts'
import { melFilters } from './mel.ts'
import { hann, istft, stft } from './stft.ts'

const noise = (length: number, seed = 1): Float64Array => {
  const random = createRandom(seed)
  return Float64Array.from({ length }, () => random.next() * 2 - 1)
}

/** straight from the definition */
const slowTransform = (x: Float64Array, bins: number): { re: Float64Array; im: Float64Array } => {
  const re = new Float64Array(bins)
  const im = new Float64Array(bins)
  for (let k = 0; k < bins; k++)
    for (let n = 0; n < x.length; n++) {
      const angle = (-2 * Math.PI * ((k * n) % x.length)) / x.length
      re[k] = (re[k] ?? 0) + (x[n] ?? 0) * Math.cos(angle)
      im[k] = (im[k] ?? 0) + (x[n] ?? 0) * Math.sin(angle)
    }
  return { re, im }
}
const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from({ length: a.length }, (_, i) => Math.abs((a[i] ?? 0) - (b[i] ?? 0))))

describe('the Fourier transform of real samples', () => {
  test.each([2, 4, 6, 8, 16, 30, 64, 400, 512, 882, 1024, 2048])('%i samples: as defined, and back', (size) => {
    const fft = createRealFft(size)
    const x = noise(size)
    const re = new Float64Array(fft.bins)
    const im = new Float64Array(fft.bins)
    fft.forward(x, re, im)
    const slow = slowTransform(x, fft.bins)
    expect(worst(re, slow.re)).toBeLessThan(1e-10 * size)
    expect(worst(im, slow.im)).toBeLessThan(1e-10 * size)
    const back = new Float64Array(size)
    fft.inverse(re, im, back)
    expect(worst(back, x)).toBeLessThan(1e-12)
  })

  test('a complex transform has the energy of its signal (Parseval), also where the length is prime', () => {
    for (const size of [1, 3, 101, 256]) {
      const [re, im] = [noise(size, 2), noise(size, 3)]
      const energy = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value ** 2 + (b[i] ?? 0) ** 2, 0)
      const before = energy(re, im)
      createComplexFft(size).transform(re, im)
      expect(energy(re, im) / size).toBeCloseTo(before, 9)
    }
  })

  test('impossible sizes are refused', () => {
    for (const size of [0, -2, 3, 2.5, Number.NaN]) expect(() => createRealFft(size)).toThrow(RangeError)
  })
})

describe('the short-time Fourier transform', () => {
  // torch 2.5.1: torch.stft(x, 400, 160, window=hann_window(400), center=True, pad_mode='reflect', normalized=True)
  test('agrees with torch', () => {
    const x = Float32Array.from({ length: 1000 }, (_, n) => Math.sin(n * 0.05) + 0.3 * Math.cos(n * 0.31))
    const { re, im, frames, bins } = stft(x, { fftSize: 400, hop: 160, normalized: true })
    expect([bins, frames]).toEqual([201, 7])
    for (const [t, k, real, imaginary] of [
      [0, 3, -1.3713210821151733, -6.198883397701138e-7],
      [2, 20, 0.3405210077762604, -1.392600655555725],
      [6, 1, 1.4841450452804565, -1.3958371877670288],
    ] as const) {
      expect(re[t * bins + k]).toBeCloseTo(real, 5)
      expect(im[t * bins + k]).toBeCloseTo(imaginary, 5)
    }
  })

  test.each([
    [400, 160, false],
    [1024, 256, true],
    [4096, 1024, true],
  ])('frames of %i every %i come back as the signal', (fftSize, hop, normalized) => {
    const x = Float32Array.from(noise(10_000))
    const options = { fftSize, hop, normalized }
    expect(worst(istft(stft(x, options), options, x.length), x)).toBeLessThan(2e-6)
  })

  test('a window that is shorter than its frame sits in the middle; uncentred frames begin at the first sample', () => {
    const x = Float32Array.from({ length: 64 }, (_, n) => (n === 16 ? 1 : 0))
    const { re, frames, bins } = stft(x, { fftSize: 32, hop: 32, window: hann(16), center: 'none' })
    expect([frames, bins]).toEqual([2, 17])
    // sample 16 is the window's own middle, where it is 1
    expect(Math.abs(re[0] ?? 0)).toBeCloseTo(1, 6)
  })
})

describe('mel filters', () => {
  // librosa 0.11.0, librosa.filters.mel: [band, loudest bin, its weight, sum of weights]
  test.each([
    [
      'CLAP',
      { rateHz: 48_000, fftSize: 1024, melCount: 64, lowHz: 50, highHz: 14_000, scale: 'slaney', norm: 'slaney' },
      [
        [0, 2, 0.01501181349158287, 0.02096329815685749],
        [20, 26, 0.012666620314121246, 0.021798275411128998],
        [63, 283, 0.001313270186074078, 0.021328069269657135],
      ],
    ],
    [
      'Whisper',
      { rateHz: 16_000, fftSize: 400, melCount: 80, lowHz: 0, highHz: 8_000, scale: 'slaney', norm: 'slaney' },
      [
        [0, 1, 0.02486259490251541, 0.02486259490251541],
        [79, 192, 0.0031647118739783764, 0.024925339967012405],
      ],
    ],
    [
      'HTK',
      { rateHz: 22_050, fftSize: 2048, melCount: 40, lowHz: 20, highHz: 11_025, scale: 'htk', norm: 'none' },
      [
        [5, 36, 0.9409570693969727, 6.834193229675293],
        [39, 952, 0.994720995426178, 69.2883529663086],
      ],
    ],
  ] as const)('of %s agree with librosa', (_name, options, rows) => {
    const filters = melFilters(options)
    expect(filters).toHaveLength(options.melCount)
    for (const [band, bin, weight, sum] of rows) {
      const row = filters[band] ?? new Float32Array()
      expect(row.indexOf(Math.max(...row))).toBe(bin)
      expect(row[bin]).toBeCloseTo(weight, 5)
      expect(row.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 4)
    }
  })
})
