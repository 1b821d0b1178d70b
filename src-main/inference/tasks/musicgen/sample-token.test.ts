import { expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { createTokenSampler } from './sample-token.ts'

const plain = { temperature: 1, topK: 0, topP: 0, guidance: 1 }
const logitsOf = (probabilities: readonly number[]): Float32Array => Float32Array.from(probabilities, Math.log)

const shares = (probabilities: readonly number[], sampling: Parameters<typeof createTokenSampler>[1], draws = 20_000): number[] => {
  const sampler = createTokenSampler(probabilities.length, sampling)
  const random = createRandom(1)
  const counts = probabilities.map(() => 0)
  const logits = logitsOf(probabilities)
  for (let i = 0; i < draws; i++) {
    const token = sampler.choose(logits, 0, 0, random.next())
    counts[token] = (counts[token] ?? 0) + 1
  }
  return counts.map((count) => count / draws)
}

test('tokens come as often as they are likely', () => {
  const wanted = [0.1, 0.5, 0.15, 0.25]
  shares(wanted, plain).forEach((share, i) => void expect(share).toBeCloseTo(wanted[i] ?? 0, 1.9))
})

test('top-k leaves the likeliest, top-p the likeliest that make up its share', () => {
  const probabilities = [0.1, 0.45, 0.15, 0.3]
  expect(shares(probabilities, { ...plain, topK: 2 }).map((share) => share > 0)).toEqual([false, true, false, true])
  expect(shares(probabilities, { ...plain, topP: 0.7 }).map((share) => share > 0)).toEqual([false, true, false, true])
  expect(shares(probabilities, { ...plain, topP: 0.01 })).toEqual([0, 1, 0, 0])
})

test('a low temperature favours the likeliest, temperature 0 takes nothing else', () => {
  const probabilities = [0.3, 0.4, 0.3]
  expect(shares(probabilities, { ...plain, temperature: 0.1 })[1]).toBeGreaterThan(0.85)
  expect(shares(probabilities, { ...plain, temperature: 0 })).toEqual([0, 1, 0])
})

test('guidance goes from the blind row past the one that heard the words', () => {
  // given: token 1 a little likelier than blind says; token 0 likeliest in both
  const logits = Float32Array.from([1, 0.9, 0, /* blind */ 1, 0.2, 0])
  expect(createTokenSampler(3, { ...plain, temperature: 0 }).choose(logits, 0, 3, 0)).toBe(0)
  expect(createTokenSampler(3, { ...plain, temperature: 0, guidance: 3 }).choose(logits, 0, 3, 0)).toBe(1)
})

test('the k-th largest is found among many equal values', () => {
  const random = createRandom(5)
  for (let round = 0; round < 50; round++) {
    const logits = Float32Array.from({ length: 200 }, () => random.int(0, 12))
    const sampler = createTokenSampler(200, { ...plain, topK: 17 })
    const kth = [...logits].sort((a, b) => b - a)[16] ?? 0
    for (let i = 0; i < 50; i++) expect(logits[sampler.choose(logits, 0, 0, random.next())]).toBeGreaterThanOrEqual(kth)
  }
})
