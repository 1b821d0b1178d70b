/**
 * The complex Fourier transform of a fixed size, unnormalised, in place. Two real signals go through one of these at once: the left channel
 * as the real part, the right channel as the imaginary one.
 */
export type PairFft = {
  readonly size: number
  forward(re: Float64Array, im: Float64Array): void
  /** also unnormalised: `forward` and then `inverse` gives `size` times what went in */
  inverse(re: Float64Array, im: Float64Array): void
}

type Stage = { readonly quarter: number; readonly stride: number; readonly cos: Float64Array; readonly sin: Float64Array }

/** Twiddles e^(-2πi·p·j/n) for p = 0..n/4-1 and j = 1, 2, 3, three in a row. */
const stagesOf = (size: number): Stage[] => {
  const stages: Stage[] = []
  for (let n = size, stride = 1; n > 1; n /= 4, stride *= 4) {
    const quarter = n / 4
    const cos = new Float64Array(quarter * 3)
    const sin = new Float64Array(quarter * 3)
    for (let p = 0; p < quarter; p++) {
      for (let j = 1; j <= 3; j++) {
        cos[p * 3 + j - 1] = Math.cos((-2 * Math.PI * p * j) / n)
        sin[p * 3 + j - 1] = Math.sin((-2 * Math.PI * p * j) / n)
      }
    }
    stages.push({ quarter, stride, cos, sin })
  }
  return stages
}

/** One pass of Stockham's self-sorting radix-4 algorithm, from x to y. */
const pass = ({ quarter, stride, cos, sin }: Stage, xr: Float64Array, xi: Float64Array, yr: Float64Array, yi: Float64Array): void => {
  const step = quarter * stride
  for (let p = 0; p < quarter; p++) {
    const c1 = cos[p * 3] as number
    const s1 = sin[p * 3] as number
    const c2 = cos[p * 3 + 1] as number
    const s2 = sin[p * 3 + 1] as number
    const c3 = cos[p * 3 + 2] as number
    const s3 = sin[p * 3 + 2] as number
    const from = stride * p
    const to = stride * 4 * p
    for (let q = 0; q < stride; q++) {
      const i = from + q
      const ar = xr[i] as number
      const ai = xi[i] as number
      const br = xr[i + step] as number
      const bi = xi[i + step] as number
      const cr = xr[i + 2 * step] as number
      const ci = xi[i + 2 * step] as number
      const dr = xr[i + 3 * step] as number
      const di = xi[i + 3 * step] as number
      const sumAcR = ar + cr
      const sumAcI = ai + ci
      const difAcR = ar - cr
      const difAcI = ai - ci
      const sumBdR = br + dr
      const sumBdI = bi + di
      // i·(b - d)
      const turnR = di - bi
      const turnI = br - dr
      const o = to + q
      yr[o] = sumAcR + sumBdR
      yi[o] = sumAcI + sumBdI
      const er = difAcR - turnR
      const ei = difAcI - turnI
      yr[o + stride] = er * c1 - ei * s1
      yi[o + stride] = er * s1 + ei * c1
      const fr = sumAcR - sumBdR
      const fi = sumAcI - sumBdI
      yr[o + 2 * stride] = fr * c2 - fi * s2
      yi[o + 2 * stride] = fr * s2 + fi * c2
      const gr = difAcR + turnR
      const gi = difAcI + turnI
      yr[o + 3 * stride] = gr * c3 - gi * s3
      yi[o + 3 * stride] = gr * s3 + gi * c3
    }
  }
}

/** @param size a power of four */
export const createPairFft = (size: number): PairFft => {
  if (!Number.isInteger(Math.log2(size) / 2) || size < 4) throw new RangeError(`${size} is no power of four`)
  const stages = stagesOf(size)
  const otherRe = new Float64Array(size)
  const otherIm = new Float64Array(size)
  const forward = (re: Float64Array, im: Float64Array): void => {
    let [xr, xi, yr, yi] = [re, im, otherRe, otherIm]
    for (const stage of stages) {
      pass(stage, xr, xi, yr, yi)
      ;[xr, xi, yr, yi] = [yr, yi, xr, xi]
    }
    if (xr === re) return
    re.set(xr)
    im.set(xi)
  }
  return { size, forward, inverse: (re, im) => forward(im, re) }
}
