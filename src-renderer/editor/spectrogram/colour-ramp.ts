/**
 * Colours of levels, made in OKLCH (Björn Ottosson's perceptual space): lightness rises evenly from almost black to almost white, so that
 * equal steps in dB look equally large and the order of levels is seen without any colour vision; hue goes from the studio's violet over
 * magenta and orange to a pale yellow.
 */

const LIGHTNESS = { from: 0.14, to: 0.97 }
/** hue (degrees) and chroma at even steps of level */
const STOPS = [
  { hue: 285, chroma: 0.02 },
  { hue: 295, chroma: 0.11 },
  { hue: 325, chroma: 0.16 },
  { hue: 362, chroma: 0.17 },
  { hue: 400, chroma: 0.15 },
  { hue: 435, chroma: 0.13 },
  { hue: 460, chroma: 0.05 },
] as const

type Rgb = readonly [red: number, green: number, blue: number]

const gamma = (linear: number): number => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055)

/** sRGB 0..255; colours outside of it are cut off. */
const rgbOf = (lightness: number, chroma: number, hue: number): Rgb => {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const byte = (linear: number) => Math.round(255 * gamma(Math.min(1, Math.max(0, linear))))
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** @param share 0 (lowest level shown) .. 1 */
export const colourOf = (share: number): Rgb => {
  const inside = Math.min(1, Math.max(0, share))
  const place = inside * (STOPS.length - 1)
  const index = Math.min(STOPS.length - 2, Math.floor(place))
  const [from, to] = [STOPS[index] as (typeof STOPS)[number], STOPS[index + 1] as (typeof STOPS)[number]]
  const rest = place - index
  return rgbOf(LIGHTNESS.from + (LIGHTNESS.to - LIGHTNESS.from) * inside, from.chroma + (to.chroma - from.chroma) * rest, from.hue + (to.hue - from.hue) * rest)
}
