import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { openInPieces } from '../sessions/pieced-graph.ts'
import { cutGraph } from './cut-graph.ts'
import { nodeField } from './fuse-attention.ts'
import { bytesField, joinBytes, messageField, numberField, textField } from './protobuf.ts'

const SIZES = [2, 3]
const place = (field: number, name: string, sizes: readonly number[] = SIZES): Uint8Array => {
  const shape = messageField(
    2,
    sizes.map((size) => messageField(1, [numberField(1, size)])),
  )
  return messageField(field, [textField(1, name), messageField(2, [messageField(1, [numberField(1, 1), shape])])])
}
const weight = (name: string, values: readonly number[]): Uint8Array =>
  messageField(5, [numberField(1, values.length), numberField(2, 1), textField(8, name), bytesField(9, new Uint8Array(Float32Array.from(values).buffer))])
/** a small U: what goes down is needed again on the way up, and a constant that is made of a weight is used on both */
const model = joinBytes([
  numberField(1, 8),
  messageField(7, [
    nodeField('Neg', ['bias'], '/bias'),
    nodeField('Add', ['b', '/bias'], '/down.0/Add'),
    nodeField('Mul', ['/down.0/Add', 'a'], '/down.1/Mul'),
    nodeField('Exp', ['/down.1/Mul'], '/middle/Exp'),
    nodeField('Sub', ['/middle/Exp', '/down.0/Add'], '/up.1/Sub'),
    nodeField('Add', ['/up.1/Sub', '/bias'], 'sum'),
    textField(2, 'u'),
    weight('bias', [0.5, -1, 2]),
    // not in the order in which the nodes ask for them
    place(11, 'a'),
    place(11, 'b'),
    place(12, 'sum'),
    place(12, '/middle/Exp'),
  ]),
  messageField(8, [numberField(2, 17)]),
])
const STARTS = ['/down.1/', '/middle/', '/up.']
const OPTIONS: InferenceSession.SessionOptions = { executionProviders: ['cpu'], intraOpNumThreads: 1 }
const tensor = (values: readonly number[]) => new Tensor('float32', Float32Array.from(values), SIZES)
const wanted = (a: readonly number[], b: readonly number[]) =>
  a.map((value, i) => {
    const bias = [-0.5, 1, -2][i % 3] as number
    const down = (b[i] as number) + bias
    return { middle: Math.exp(down * value), sum: Math.exp(down * value) - down + bias }
  })

test('pieces take what earlier ones give, and what is constant goes along', () => {
  const cut = cutGraph(model, STARTS)
  expect([cut?.inputs, cut?.outputs]).toEqual([
    ['a', 'b'],
    ['sum', '/middle/Exp'],
  ])
  expect(cut?.pieces.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
    [['b'], ['/down.0/Add']],
    [['/down.0/Add', 'a'], ['/down.1/Mul']],
    [['/down.1/Mul'], ['/middle/Exp']],
    [['/middle/Exp', '/down.0/Add'], ['sum']],
  ])
})

test('pieces that run one after another answer as the whole graph does, again and again', async () => {
  const graph = await openInPieces(Uint8Array.from(model), { starts: STARTS, isFused: true }, OPTIONS)
  if (!graph) throw new Error('it was not cut')
  expect([graph.inputNames, graph.outputNames, graph.inputMetadata.map(({ name }) => name)]).toEqual([
    ['a', 'b'],
    ['sum', '/middle/Exp'],
    ['a', 'b'],
  ])
  for (const scale of [1, -0.5]) {
    const [a, b] = [[1, 2, -1, 0.5, 0, 3].map((x) => x * scale), [0.1, 0.2, 0.3, -0.4, 0.5, 0.6]]
    const answer = await graph.run({ a: tensor(a), b: tensor(b) })
    wanted(a, b).forEach(({ middle, sum }, i) => {
      expect(answer['/middle/Exp']?.data[i]).toBeCloseTo(middle, 5)
      expect(answer.sum?.data[i]).toBeCloseTo(sum, 5)
    })
    expect(Object.keys(await graph.run({ a: tensor(a), b: tensor(b) }, ['sum']))).toEqual(['sum'])
  }
  const room = tensor([0, 0, 0, 0, 0, 0])
  const placed = await graph.run({ a: tensor([1, 1, 1, 1, 1, 1]), b: tensor([1, 1, 1, 1, 1, 1]) }, { sum: room })
  expect(placed.sum?.data).toBe(room.data)
  expect(room.data[1]).toBeCloseTo(Math.exp(2) - 2 + 1, 5)
  await graph.release()
})

test('a graph without those nodes is not cut, and what is no graph is refused', async () => {
  expect(cutGraph(model, ['/nowhere/'])).toBeUndefined()
  expect(await openInPieces(Uint8Array.from(model), { starts: ['/nowhere/'], isFused: true }, OPTIONS)).toBeUndefined()
  expect(() => cutGraph(model.subarray(0, 90), STARTS)).toThrow(RangeError)
})
