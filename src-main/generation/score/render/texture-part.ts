import type { Part, TempoMap } from '../../../../src-shared/score/score.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { PartSound } from './part-sound.ts'
import { createFrameClock } from './timeline.ts'

/**
 * Air around the music: record crackle, rain, tape hiss, wind. All of it is drawn by hashing the frame number, so any window of the song
 * holds the same crackle at the same place.
 */
const hash = (n: number): number => {
  let h = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
/** -1..1 */
const white = (frame: number, lane: number): number => hash(frame * 8 + lane) / 2147483648 - 1
const unit = (cell: number, lane: number): number => hash(cell * 8 + lane) / 4294967296

type Grain = { readonly start: number; readonly frames: number; readonly level: number; readonly tone: number; readonly pan: number }
type Recipe = {
  readonly noise: number
  /** one-pole corners of the noise bed */
  readonly lowHz: number
  readonly highHz: number
  readonly swellHz: number
  readonly grainsPerSecond: number
  readonly grain: (cell: number, at: number, rate: number) => Grain
}

const RECIPES: Readonly<Record<'vinyl' | 'rain' | 'tape' | 'wind', Recipe>> = {
  vinyl: {
    noise: 0.02,
    lowHz: 300,
    highHz: 5200,
    swellHz: 0.55,
    grainsPerSecond: 22,
    grain: (cell, at, rate) => ({
      start: at,
      frames: Math.round(rate * (0.0004 + 0.0022 * unit(cell, 3))),
      level: 0.012 + 0.2 * unit(cell, 4) ** 7,
      tone: 0.25 + 0.5 * unit(cell, 5),
      pan: unit(cell, 6) - 0.5,
    }),
  },
  rain: {
    noise: 0.1,
    lowHz: 500,
    highHz: 7000,
    swellHz: 0.11,
    grainsPerSecond: 90,
    grain: (cell, at, rate) => ({
      start: at,
      frames: Math.round(rate * (0.002 + 0.01 * unit(cell, 3))),
      level: 0.02 + 0.16 * unit(cell, 4) ** 4,
      tone: 0.1 + 0.3 * unit(cell, 5),
      pan: (unit(cell, 6) - 0.5) * 1.6,
    }),
  },
  tape: {
    noise: 0.045,
    lowHz: 900,
    highHz: 9000,
    swellHz: 0.3,
    grainsPerSecond: 0,
    grain: (_cell, at) => ({ start: at, frames: 0, level: 0, tone: 0, pan: 0 }),
  },
  wind: { noise: 0.5, lowHz: 120, highHz: 700, swellHz: 0.07, grainsPerSecond: 0, grain: (_cell, at) => ({ start: at, frames: 0, level: 0, tone: 0, pan: 0 }) },
}

/** A smooth 0..1 curve through random points `hz` times a second. */
const swell = (frame: number, hz: number, lane: number, rate: number): number => {
  const x = (frame * hz) / rate
  const cell = Math.floor(x)
  const f = x - cell
  const blend = f * f * (3 - 2 * f)
  return unit(cell, lane) * (1 - blend) + unit(cell + 1, lane) * blend
}

const onePole = (hz: number, rate: number): number => 1 - Math.exp((-2 * Math.PI * hz) / rate)

export const createTexturePart = (
  part: Part,
  texture: keyof typeof RECIPES,
  tempoMap: TempoMap,
  kernel: Kernel,
  sampleRateHz: number,
  fromFrame: number,
): PartSound => {
  const recipe = RECIPES[texture]
  const frameAt = createFrameClock(tempoMap, sampleRateHz)
  const spans = part.notes.map((note) => ({ from: frameAt(note.startTicks), to: frameAt(note.startTicks + note.lengthTicks), level: note.velocity / 100 }))
  const fade = 1.2 * sampleRateHz
  /** with no notes the texture runs through the whole piece; with notes it follows them, fading over a second */
  const presence = (frame: number): number => {
    if (spans.length === 0) return 1
    let most = 0
    for (const { from, to, level } of spans) {
      const inside = Math.min(1, Math.max(0, (frame - from) / fade + 1)) * Math.min(1, Math.max(0, (to - frame) / fade + 1))
      most = Math.max(most, inside * level)
    }
    return most
  }
  const low = onePole(recipe.lowHz, sampleRateHz)
  const high = onePole(recipe.highHz, sampleRateHz)
  const cellFrames = recipe.grainsPerSecond > 0 ? Math.round(sampleRateHz / recipe.grainsPerSecond) : 0
  let lowLeft = 0
  let highLeft = 0
  let lowRight = 0
  let highRight = 0
  let level = presence(fromFrame)

  const grains = (left: Float32Array, right: Float32Array, from: number, count: number): void => {
    const longest = Math.ceil(0.02 * sampleRateHz)
    for (let cell = Math.floor((from - longest) / cellFrames); cell * cellFrames < from + count; cell++) {
      if (cell < 0 || unit(cell, 1) > 0.6) continue
      const grain = recipe.grain(cell, cell * cellFrames + Math.floor(unit(cell, 2) * cellFrames), sampleRateHz)
      const strength = grain.level * presence(grain.start)
      let colour = 0
      for (let i = 0; i < grain.frames; i++) {
        colour += grain.tone * (white(grain.start + i, 7) - colour)
        const at = grain.start + i - from
        if (at < 0 || at >= count) continue
        const s = colour * strength * (1 - i / grain.frames) ** 2
        left[at] = (left[at] as number) + s * (1 - Math.max(0, grain.pan))
        right[at] = (right[at] as number) + s * (1 + Math.min(0, grain.pan))
      }
    }
  }

  const run = (left: Float32Array, right: Float32Array, from: number, count: number): boolean => {
    for (let i = 0; i < count; ) {
      const n = Math.min(count - i, 256 - ((from + i) % 256))
      const frame = from + i + n
      const target = presence(frame) * (0.55 + 0.9 * swell(frame, recipe.swellHz, 0, sampleRateHz))
      const slope = (target - level) / n
      const amount = recipe.noise
      for (let j = i; j < i + n; j++) {
        level += slope
        highLeft += high * (white(from + j, 0) - highLeft)
        lowLeft += low * (highLeft - lowLeft)
        highRight += high * (white(from + j, 1) - highRight)
        lowRight += low * (highRight - lowRight)
        const isBand = texture !== 'wind'
        left[j] = (left[j] as number) + (isBand ? highLeft - lowLeft : highLeft) * level * amount
        right[j] = (right[j] as number) + (isBand ? highRight - lowRight : highRight) * level * amount
      }
      level = target
      i += n
    }
    if (cellFrames > 0) grains(left, right, from, count)
    return true
  }

  return { render: (leftAt, rightAt, from, count) => run(kernel.view(leftAt, count), kernel.view(rightAt, count), from, count) }
}
