import { expect, test } from 'vitest'
import { evaluateInChunks } from './evaluate-in-chunks.ts'

/** a machine that reads so many tokens in a second */
const machine = (tokensASecond: number) => {
  let time = 0
  const chunks: number[][] = []
  return {
    chunks,
    now: () => time,
    async evaluate(chunk: readonly number[]) {
      chunks.push([...chunk])
      time += (chunk.length / tokensASecond) * 1_000
    },
  }
}
const tokens = Array.from({ length: 1_500 }, (_, i) => i)

test.each([20, 300, 100_000])('at %i tokens a second every token is read once, in order, and no chunk after the first takes half a second', async (speed) => {
  const { chunks, now, evaluate } = machine(speed)
  await evaluateInChunks(tokens, evaluate, new AbortController().signal, now)
  expect(chunks.flat()).toEqual(tokens)
  for (const chunk of chunks.slice(1)) expect(chunk.length / speed).toBeLessThan(0.5)
})

test('after a cancel no further chunk is begun, and a cancel before the first begins none', async () => {
  const { chunks, now, evaluate } = machine(50)
  const cancel = new AbortController()
  const reading = evaluateInChunks(
    tokens,
    async (chunk) => {
      if (chunks.length === 2) cancel.abort()
      await evaluate(chunk)
    },
    cancel.signal,
    now,
  )
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(chunks).toHaveLength(3)
  await expect(evaluateInChunks(tokens, evaluate, cancel.signal, now)).rejects.toThrow()
  expect(chunks).toHaveLength(3)
})
