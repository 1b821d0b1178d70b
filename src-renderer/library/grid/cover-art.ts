import type { Size, WaveShape } from '../../elements/index.ts'

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

/**
 * A cover out of the song itself: its loudness over time, once around a disc, in a colour of its own sound's fingerprint. The same song has the same
 * cover everywhere. `seed`: the audio's sha-256, or an album's id.
 */
export const drawCover = (canvas: HTMLCanvasElement, shape: WaveShape | undefined, seed: string, { width, height }: Size): void => {
  const ratio = window.devicePixelRatio || 1
  const size = Math.min(width, height)
  const context = canvas.getContext('2d')
  if (!context || size === 0) return
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.scale(ratio, ratio)
  const bits = hash(seed)
  const hue = bits % DISTINCT
  const second = (hue + 40 + ((bits >>> 9) % 80)) % DISTINCT
  const tilt = ((bits >>> 17) % DISTINCT) * (Math.PI / 180)
  const middle = { x: width / 2, y: height / 2 }
  const reach = size * 0.75
  const ground = context.createLinearGradient(
    middle.x - Math.cos(tilt) * reach,
    middle.y - Math.sin(tilt) * reach,
    middle.x + Math.cos(tilt) * reach,
    middle.y + Math.sin(tilt) * reach,
  )
  ground.addColorStop(0, `oklch(0.36 0.075 ${hue})`)
  ground.addColorStop(1, `oklch(0.2 0.045 ${second})`)
  context.fillStyle = ground
  context.fillRect(0, 0, width, height)
  if (!shape || shape.max.length === 0) return
  const inner = size * 0.13
  const outer = size * 0.43
  context.lineCap = 'round'
  context.lineWidth = Math.max(1, size * 0.014)
  for (let spoke = 0; spoke < SPOKES; spoke++) {
    const share = spoke / SPOKES
    const length = inner + (outer - inner) * (0.06 + 0.94 * peakAt(shape, share, 1 / SPOKES))
    const angle = share * 2 * Math.PI - Math.PI / 2
    context.strokeStyle = `oklch(${0.62 + 0.26 * (length / outer)} 0.11 ${share < 0.5 ? hue : second})`
    context.beginPath()
    context.moveTo(middle.x + Math.cos(angle) * inner, middle.y + Math.sin(angle) * inner)
    context.lineTo(middle.x + Math.cos(angle) * length, middle.y + Math.sin(angle) * length)
    context.stroke()
  }
}
