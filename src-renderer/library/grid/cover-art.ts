import type { WaveShape } from '../../elements/index.ts'

const SPOKES = 72
const DISTINCT = 360

/** A number of 32 bits out of letters, the same for the same letters (FNV-1a). */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}

const peakAt = ({ min, max }: WaveShape, share: number, width: number): number => {
  const from = Math.floor(share * max.length)
  const to = Math.max(from + 1, Math.floor((share + width) * max.length))
  let sum = 0
  for (let i = from; i < to; i++) sum += Math.max(Math.abs(max[i] ?? 0), Math.abs(min[i] ?? 0))
  return Math.min(1, sum / (to - from))
}

/** Lightnesses that spokes are drawn in: few, so that a cover is a handful of paths. */
const SHADES = 8
const INNER = 13
const OUTER = 43

export type CoverArt = {
  /** a CSS background */
  readonly ground: string
  /** strokes in a square of 100 by 100 */
  readonly spokes: readonly { readonly colour: string; readonly path: string }[]
}

/**
 * A cover out of the song itself: its loudness over time, once around a disc, in a colour of its own sound's fingerprint. The same song has the same
 * cover everywhere. `seed`: the audio's sha-256, or an album's id.
 */
export const coverArt = (shape: WaveShape | undefined, seed: string): CoverArt => {
  const bits = hash(seed)
  const hue = bits % DISTINCT
  const second = (hue + 40 + ((bits >>> 9) % 80)) % DISTINCT
  const degrees = (bits >>> 17) % DISTINCT
  const tilt = degrees * (Math.PI / 180)
  // the colours' way is one and a half sides long, whatever its direction
  const reach = 75 / (Math.abs(Math.sin(tilt)) + Math.abs(Math.cos(tilt)))
  const ground = `linear-gradient(${degrees + 90}deg, oklch(0.36 0.075 ${hue}) ${50 - reach}%, oklch(0.2 0.045 ${second}) ${50 + reach}%)`
  const paths = new Map<string, string>()
  for (let spoke = 0; shape && shape.max.length > 0 && spoke < SPOKES; spoke++) {
    const share = spoke / SPOKES
    const length = INNER + (OUTER - INNER) * (0.06 + 0.94 * peakAt(shape, share, 1 / SPOKES))
    const angle = share * 2 * Math.PI - Math.PI / 2
    const lightness = 0.62 + (0.26 * Math.round((SHADES * length) / OUTER)) / SHADES
    const colour = `oklch(${lightness.toFixed(4)} 0.11 ${share < 0.5 ? hue : second})`
    const at = (radius: number) => `${(50 + Math.cos(angle) * radius).toFixed(2)} ${(50 + Math.sin(angle) * radius).toFixed(2)}`
    paths.set(colour, `${paths.get(colour) ?? ''}M${at(INNER)}L${at(length)}`)
  }
  return { ground, spokes: [...paths].map(([colour, path]) => ({ colour, path })) }
}
