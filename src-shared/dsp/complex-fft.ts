/**
 * A discrete Fourier transform of one fixed length, in place on split arrays, unnormalised: `X[k] = Σ x[n]·exp(-2πi·k·n/N)`.
 * Swap `re` and `im` for the inverse (times N).
 */
export type ComplexFft = { readonly size: number; transform(re: Float64Array, im: Float64Array): void }

const isPowerOfTwo = (size: number): boolean => size > 0 && (size & (size - 1)) === 0

/** Stockham's autosort algorithm in radix 4: no bit reversal, all passes walk memory in order. Twiddles are exact to double precision. */
const createStockham = (size: number): ComplexFft => {
  const cos = Float64Array.from({ length: size }, (_, k) => Math.cos((-2 * Math.PI * k) / size))
  const sin = Float64Array.from({ length: size }, (_, k) => Math.sin((-2 * Math.PI * k) / size))
  const spareRe = new Float64Array(size)
  const spareIm = new Float64Array(size)

  /** the first pass, whose inner loop would only ever turn once */
  const firstRadix4 = (xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void => {
    const quarter = size >> 2
    for (let p = 0, o = 0; p < quarter; p++, o += 4) {
      const w1r = cos[p] as number
      const w1i = sin[p] as number
      const w2r = cos[2 * p] as number
      const w2i = sin[2 * p] as number
      const w3r = cos[3 * p] as number
      const w3i = sin[3 * p] as number
      const ar = xr[p] as number
      const ai = xi[p] as number
      const br = xr[p + quarter] as number
      const bi = xi[p + quarter] as number
      const cr = xr[p + 2 * quarter] as number
      const ci = xi[p + 2 * quarter] as number
      const dr = xr[p + 3 * quarter] as number
      const di = xi[p + 3 * quarter] as number
      const apcR = ar + cr
      const apcI = ai + ci
      const bpdR = br + dr
      const bpdI = bi + di
      yr[o] = apcR + bpdR
      yi[o] = apcI + bpdI
      const vR = apcR - bpdR
      const vI = apcI - bpdI
      yr[o + 2] = vR * w2r - vI * w2i
      yi[o + 2] = vR * w2i + vI * w2r
      const uR = ar - cr - (di - bi)
      const uI = ai - ci - (br - dr)
      yr[o + 1] = uR * w1r - uI * w1i
      yi[o + 1] = uR * w1i + uI * w1r
      const tR = ar - cr + (di - bi)
      const tI = ai - ci + (br - dr)
      yr[o + 3] = tR * w3r - tI * w3i
      yi[o + 3] = tR * w3i + tI * w3r
    }
  }

  const radix4 = (n: number, s: number, xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void => {
    const quarter = n >> 2
    for (let p = 0; p < quarter; p++) {
      const w1r = cos[p * s] as number
      const w1i = sin[p * s] as number
      const w2r = cos[2 * p * s] as number
      const w2i = sin[2 * p * s] as number
      const w3r = cos[3 * p * s] as number
      const w3i = sin[3 * p * s] as number
      const from = s * p
      const to = s * 4 * p
      const step = s * quarter
      for (let q = 0; q < s; q++) {
        const i0 = from + q
        const i1 = i0 + step
        const i2 = i1 + step
        const i3 = i2 + step
        const ar = xr[i0] as number
        const ai = xi[i0] as number
        const br = xr[i1] as number
        const bi = xi[i1] as number
        const cr = xr[i2] as number
        const ci = xi[i2] as number
        const dr = xr[i3] as number
        const di = xi[i3] as number
        const apcR = ar + cr
        const apcI = ai + ci
        const amcR = ar - cr
        const amcI = ai - ci
        const bpdR = br + dr
        const bpdI = bi + di
        // i·(b - d)
        const jbdR = di - bi
        const jbdI = br - dr
        const o = to + q
        yr[o] = apcR + bpdR
        yi[o] = apcI + bpdI
        const uR = amcR - jbdR
        const uI = amcI - jbdI
        yr[o + s] = uR * w1r - uI * w1i
        yi[o + s] = uR * w1i + uI * w1r
        const vR = apcR - bpdR
        const vI = apcI - bpdI
        yr[o + 2 * s] = vR * w2r - vI * w2i
        yi[o + 2 * s] = vR * w2i + vI * w2r
        const tR = amcR + jbdR
        const tI = amcI + jbdI
        yr[o + 3 * s] = tR * w3r - tI * w3i
        yi[o + 3 * s] = tR * w3i + tI * w3r
      }
    }
  }

  const radix2 = (s: number, xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void => {
    for (let q = 0; q < s; q++) {
      const ar = xr[q] as number
      const ai = xi[q] as number
      const br = xr[q + s] as number
      const bi = xi[q + s] as number
      yr[q] = ar + br
      yi[q] = ai + bi
      yr[q + s] = ar - br
      yi[q + s] = ai - bi
    }
  }

  return {
    size,
    transform(re, im) {
      let isInPlace = true
      for (let n = size, s = 1; n > 1; isInPlace = !isInPlace) {
        const xr = isInPlace ? re : spareRe
        const xi = isInPlace ? im : spareIm
        const yr = isInPlace ? spareRe : re
        const yi = isInPlace ? spareIm : im
        if (n === 2) radix2(s, xr, xi, yr, yi)
        else if (s === 1) firstRadix4(xr, xi, yr, yi)
        else radix4(n, s, xr, xi, yr, yi)
        s *= 4
        n >>= 2
      }
      if (isInPlace) return
      re.set(spareRe)
      im.set(spareIm)
    },
  }
}

/** Any length as a convolution with a chirp (Bluestein 1970), by a power of two that holds it. */
const createBluestein = (size: number): ComplexFft => {
  const inner = createStockham(2 ** Math.ceil(Math.log2(2 * size - 1)))
  const length = inner.size
  // k² is taken modulo 2N first: the angle of a large square would lose its digits
  const angle = (k: number): number => (Math.PI * ((k * k) % (2 * size))) / size
  const cos = Float64Array.from({ length: size }, (_, k) => Math.cos(angle(k)))
  const sin = Float64Array.from({ length: size }, (_, k) => Math.sin(angle(k)))
  const chirpRe = new Float64Array(length)
  const chirpIm = new Float64Array(length)
  for (let k = 0; k < size; k++) {
    const mirrored = (length - k) % length
    chirpRe[k] = chirpRe[mirrored] = cos[k] as number
    chirpIm[k] = chirpIm[mirrored] = sin[k] as number
  }
  inner.transform(chirpRe, chirpIm)
  const re = new Float64Array(length)
  const im = new Float64Array(length)
  return {
    size,
    transform(xr, xi) {
      re.fill(0)
      im.fill(0)
      for (let k = 0; k < size; k++) {
        const a = xr[k] as number
        const b = xi[k] as number
        const c = cos[k] as number
        const s = sin[k] as number
        re[k] = a * c + b * s
        im[k] = b * c - a * s
      }
      inner.transform(re, im)
      for (let k = 0; k < length; k++) {
        const a = re[k] as number
        const b = im[k] as number
        const c = chirpRe[k] as number
        const s = chirpIm[k] as number
        re[k] = a * c - b * s
        im[k] = a * s + b * c
      }
      inner.transform(im, re)
      for (let k = 0; k < size; k++) {
        const a = (re[k] as number) / length
        const b = (im[k] as number) / length
        const c = cos[k] as number
        const s = sin[k] as number
        xr[k] = a * c + b * s
        xi[k] = b * c - a * s
      }
    },
  }
}

/** @throws RangeError size is not a positive integer */
export const createComplexFft = (size: number): ComplexFft => {
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`an FFT of ${size} points`)
  return isPowerOfTwo(size) ? createStockham(size) : createBluestein(size)
}
