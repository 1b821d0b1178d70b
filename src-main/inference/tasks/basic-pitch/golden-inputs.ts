import { PITCH_COUNT, RATE_HZ } from './frames.ts'
import type { Posteriorgram } from './posteriorgram.ts'

/** The inputs of `models/export/basic-pitch/make_goldens.py`, by the same formulas. */

const createNumbers = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export const goldenGrid = (seed: number, frameCount: number): Posteriorgram => {
  const next = createNumbers(seed)
  const note = new Float64Array(frameCount * PITCH_COUNT)
  const onset = new Float64Array(frameCount * PITCH_COUNT)
  const raise = (grid: Float64Array, frame: number, column: number, value: number): void => {
    const i = frame * PITCH_COUNT + column
    grid[i] = Math.max(grid[i] as number, value)
  }
  for (let n = 0; n < Math.floor(frameCount / 4); n++) {
    const start = Math.floor(next() * frameCount)
    const length = 3 + Math.floor(next() * 40)
    const column = Math.floor(next() * PITCH_COUNT)
    const height = 0.2 + 0.8 * next()
    const sure = next()
    for (let frame = start; frame < Math.min(frameCount, start + length); frame++) raise(note, frame, column, height * (1 - (0.6 * (frame - start)) / length))
    for (const [step, share] of [[-1, 0.5] as const, [0, 1] as const, [1, 0.4] as const]) {
      if (start + step >= 0 && start + step < frameCount) raise(onset, start + step, column, sure * share)
    }
  }
  const draw = createNumbers(seed + 1)
  const noise = Float64Array.from({ length: note.length }, () => draw())
  const row = (i: number): number => (frameCount - 1 - Math.floor(i / PITCH_COUNT)) * PITCH_COUNT + (i % PITCH_COUNT)
  return {
    frameCount,
    note: Float32Array.from(note, (value, i) => value * 0.9 + (noise[i] as number) * 0.1),
    onset: Float32Array.from(onset, (value, i) => value * 0.95 + (noise[row(i)] as number) * 0.05),
    contour: new Uint16Array(frameCount * PITCH_COUNT * 3),
  }
}

/** start seconds, length seconds, MIDI pitch, amplitude */
export type PassageNote = readonly [number, number, number, number]

export const goldenPassage = (notes: readonly PassageNote[], seconds: number): Float32Array => {
  const signal = new Float64Array(Math.floor(seconds * RATE_HZ))
  for (const [start, length, pitch, amplitude] of notes) {
    const frequency = 440 * 2 ** ((pitch - 69) / 12)
    const at = Math.floor(start * RATE_HZ)
    for (let n = 0; n < Math.floor(length * RATE_HZ); n++) {
      const t = n / RATE_HZ
      let tone = 0
      for (let h = 1; h <= 5; h++) tone += Math.sin(2 * Math.PI * frequency * h * t) / h
      const shape = Math.min(1, t / 0.005) * Math.exp((-2 * t) / length) * Math.min(1, (length - t) / 0.02)
      signal[at + n] = (signal[at + n] as number) + 0.3 * amplitude * tone * shape
    }
  }
  return Float32Array.from(signal)
}
