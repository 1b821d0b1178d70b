import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { fuseAttention, nodeField } from './fuse-attention.ts'
import { fieldsOf, joinBytes, messageField, numberField, textField } from './protobuf.ts'

const SIZES = { query: [1, 2, 50, 8], turnedKey: [1, 2, 8, 30], value: [1, 2, 30, 8] } as const
const place = (field: number, name: string, sizes: readonly number[]): Uint8Array => {
  const shape = messageField(
    2,
    sizes.map((size) => messageField(1, [numberField(1, size)])),
  )
  return messageField(field, [textField(1, name), messageField(2, [messageField(1, [numberField(1, 1), shape])])])
}
/** attention over three inputs, and a sum with the query after it */
const modelOf = (outputs: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  joinBytes([
    numberField(1, 8),
    messageField(7, [
      nodeField('MatMul', ['query', 'turnedKey'], 'scores'),
      nodeField('Softmax', ['scores'], 'weights'),
      nodeField('MatMul', ['weights', 'value'], 'heard'),
      nodeField('Add', ['heard', 'query'], 'answer'),
      textField(2, 'attention'),
      ...Object.entries(SIZES).map(([name, sizes]) => place(11, name, sizes)),
      ...outputs,
    ]),
    messageField(8, [numberField(2, 17)]),
  ])
const answer = place(12, 'answer', SIZES.query)
const run = async (model: Uint8Array) => {
  const random = createRandom(1)
  const session = await InferenceSession.create(model, { executionProviders: ['cpu'] })
  const feeds = Object.fromEntries(
    Object.entries(SIZES).map(([name, sizes]) => {
      const count = sizes.reduce<number>((product, size) => product * size, 1)
      return [
        name,
        new Tensor(
          'float32',
          Float32Array.from({ length: count }, () => random.next() * 4 - 2),
          [...sizes],
        ),
      ]
    }),
  )
  const heard = (await session.run(feeds, ['answer'])).answer
  await session.release()
  return { dims: heard?.dims, numbers: heard?.data as Float32Array }
}

test('a graph with fused attention answers as the one without', async () => {
  const model = modelOf([answer])
  const fused = fuseAttention(model) ?? new Uint8Array()
  const names = new TextDecoder().decode(fused)
  expect([names.includes('MultiHeadAttention'), names.includes('Softmax')]).toEqual([true, false])
  const [before, after] = [await run(model), await run(fused)]
  expect(after.dims).toEqual(before.dims)
  expect(Math.max(...before.numbers.map(Math.abs))).toBeGreaterThan(1)
  expect(Math.max(...before.numbers.map((x, i) => Math.abs(x - (after.numbers[i] as number))))).toBeLessThan(1e-5)
  expect(fuseAttention(fused)).toBeUndefined()
})

test('weights that are looked at elsewhere stay as they are, and what is no graph is refused', () => {
  expect(fuseAttention(modelOf([answer, place(12, 'weights', [1, 2, 50, 30])]))).toBeUndefined()
  expect(() => fuseAttention(modelOf([answer]).subarray(0, 40))).toThrow(RangeError)
  expect([...fieldsOf(numberField(3, 300))].map(({ number, value }) => [number, value])).toEqual([[3, 300]])
})
