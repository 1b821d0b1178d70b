import { expect, test } from 'vitest'
import { evaluateInChunks } from './evaluate-in-chunks.ts'

/** a machine that reads so many tokens in a second, after the time that each evaluation costs by itself */
const machine = (tokensASecond: number, eachEvaluationMilliseconds = 0) => {
  let time = 0
  const chunks: number[][] = []
  return {
    chunks,
    now: () => time,
    async evaluate(chunk: readonly number[]) {
      chunks.push([...chunk])
      time += eachEvaluationMilliseconds + (chunk.length / tokensASecond) * 1_000
    },
  }
}
const tokens = Array.from({ length: 1_500 }, (_, i) => i)

test.each([40, 300, 100_000])('at %i tokens a second every token is read once, in order, and no chunk takes longer than half a second', async (speed) => {
  const { chunks, now, evaluate } = machine(speed)
  await evaluateInChunks(tokens, evaluate, new AbortController().signal, { now })
  expect(chunks.flat()).toEqual(tokens)
  for (const chunk of chunks) expect(chunk.length / speed).toBeLessThanOrEqual(0.5)
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
    { now },
  )
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
  expect(chunks).toHaveLength(3)
  await expect(evaluateInChunks(tokens, evaluate, cancel.signal, { now })).rejects.toThrow()
  expect(chunks).toHaveLength(3)
})

test('the next reading begins with as many as fitted, on a slow machine and on a quick one; a short rest teaches nothing', async () => {
  for (const [speed, fits] of [
    [300, 150],
    [1_000, 500],
    [100_000, 512],
  ] as const) {
    const { chunks, now, evaluate } = machine(speed)
    const signal = new AbortController().signal
    const learnt = await evaluateInChunks(tokens, evaluate, signal, { now })
    expect(learnt).toBeGreaterThanOrEqual(fits - 1)
    expect(learnt).toBeLessThanOrEqual(fits)
    chunks.length = 0
    const afterRest = await evaluateInChunks(tokens.slice(0, 3), (chunk) => evaluate(chunk), signal, { firstTokens: learnt, now: () => 0 })
    expect(afterRest).toBe(learnt)
    await evaluateInChunks(tokens.slice(0, 70), evaluate, signal, { firstTokens: afterRest, now })
    expect(chunks.at(-1)).toHaveLength(70)
  }
})

test('what an evaluation costs by itself does not make the chunks shorter and shorter: they are as long as fits beside it', async () => {
  const { chunks, now, evaluate } = machine(200, 200)
  await evaluateInChunks(tokens.slice(0, 300), evaluate, new AbortController().signal, { now })
  // (500 - 200) ms at 200 tokens a second
  expect(chunks.slice(2, -1).every(({ length }) => length === 60)).toBe(true)
  expect(chunks.length).toBeLessThanOrEqual(7)
  const slow = machine(200, 900)
  await evaluateInChunks(tokens.slice(0, 160), slow.evaluate, new AbortController().signal, { now: slow.now })
  expect(slow.chunks).toHaveLength(10)
})
