import { createMovingDelay } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'

/** Widens a pad: each side is joined by a slowly drifting copy of itself, the two sides drifting apart. In place. */
export type Chorus = (leftAt: number, rightAt: number, fromFrame: number, count: number) => void

const STEP = 84
const RATE_HZ = 0.53

export const createChorus = (kernel: Kernel, sampleRateHz: number, wet: number, maxFrames: number): Chorus => {
  const sides = [0, 1].map(() => ({ delay: createMovingDelay(kernel, 0.02 * sampleRateHz), copyAt: kernel.scratchFrames(maxFrames + 4) }))
  const base = 0.0135 * sampleRateHz
  const depth = 0.0028 * sampleRateHz
  return (leftAt, rightAt, from, count) => {
    for (const [side, { delay, copyAt }] of sides.entries()) {
      const bufferAt = side === 0 ? leftAt : rightAt
      const delayAt = (frame: number): number => base + depth * Math.sin((2 * Math.PI * RATE_HZ * frame) / sampleRateHz + side * Math.PI)
      kernel.f32.copyWithin(copyAt >> 2, bufferAt >> 2, (bufferAt >> 2) + count)
      for (let start = 0; start < count; start += STEP) {
        const first = delayAt(from + start)
        delay(copyAt + start * 4, from + start, first, (delayAt(from + start + STEP) - first) / STEP, Math.min(STEP, count - start))
      }
      kernel.calls.add(copyAt, bufferAt, wet, count)
    }
  }
}
