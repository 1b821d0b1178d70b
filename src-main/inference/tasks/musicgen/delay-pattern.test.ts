import { expect, test } from 'vitest'
import { positionsOf, SAMPLED, tokenAt } from './delay-pattern.ts'

const PAD = 99
const table = (prompt: readonly number[][], frames: number): number[][] =>
  prompt.map((_, k) =>
    Array.from({ length: positionsOf(frames, 4) }, (_, p) =>
      tokenAt(
        p,
        k,
        prompt.map((row) => Int32Array.from(row)),
        frames,
        PAD,
      ),
    ),
  )

test('without a prompt each codebook starts and ends one position later than the one before', () => {
  expect(table([[], [], [], []], 4)).toEqual([
    [PAD, SAMPLED, SAMPLED, SAMPLED, SAMPLED, PAD, PAD, PAD],
    [PAD, PAD, SAMPLED, SAMPLED, SAMPLED, SAMPLED, PAD, PAD],
    [PAD, PAD, PAD, SAMPLED, SAMPLED, SAMPLED, SAMPLED, PAD],
    [PAD, PAD, PAD, PAD, SAMPLED, SAMPLED, SAMPLED, SAMPLED],
  ])
})

test('the last codes of a prompt are forced at the positions behind it', () => {
  const prompt = [
    [10, 11],
    [20, 21],
    [30, 31],
    [40, 41],
  ]
  expect(table(prompt, 4)).toEqual([
    [PAD, 10, 11, SAMPLED, SAMPLED, PAD, PAD, PAD],
    [PAD, PAD, 20, 21, SAMPLED, SAMPLED, PAD, PAD],
    [PAD, PAD, PAD, 30, 31, SAMPLED, SAMPLED, PAD],
    [PAD, PAD, PAD, PAD, 40, 41, SAMPLED, SAMPLED],
  ])
})
