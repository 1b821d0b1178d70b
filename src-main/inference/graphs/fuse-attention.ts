import { ATTRIBUTE, GRAPH, MODEL, NODE, type Node, nameOf, readNode, TENSOR } from './onnx-fields.ts'
import { bytesField, fieldsOf, floatField, headOf, joinBytes, messageField, numberField, textField } from './protobuf.ts'

const KIND = { float: 1, integer: 2, integers: 7 }
const INT64 = 7

/** -1 is written as the largest number of 64 bits. */
const isLastAxis = ({ attributes }: Node): boolean =>
  attributes.every(({ content }) => [...fieldsOf(content)].every(({ number, value }) => number !== ATTRIBUTE.integer || value === 3 || value >= 2 ** 63))

export const nodeField = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly (readonly Uint8Array[])[] = [],
  domain = '',
): Uint8Array =>
  messageField(GRAPH.node, [
    ...inputs.map((name) => textField(NODE.input, name)),
    textField(NODE.output, output),
    textField(NODE.name, output),
    textField(NODE.opType, opType),
    ...attributes.map((parts) => messageField(NODE.attribute, parts)),
    ...(domain === '' ? [] : [textField(NODE.domain, domain)]),
  ])
const integerAttribute = (name: string, value: number) => [
  textField(ATTRIBUTE.name, name),
  numberField(ATTRIBUTE.integer, value),
  numberField(ATTRIBUTE.type, KIND.integer),
]
const floatAttribute = (name: string, value: number) => [
  textField(ATTRIBUTE.name, name),
  floatField(ATTRIBUTE.float, value),
  numberField(ATTRIBUTE.type, KIND.float),
]
const turned = [
  textField(ATTRIBUTE.name, 'perm'),
  ...[0, 2, 1].map((axis) => numberField(ATTRIBUTE.integers, axis)),
  numberField(ATTRIBUTE.type, KIND.integers),
]

const AXES = 'fused_attention/first_axis'
const firstAxis = messageField(GRAPH.initializer, [
  numberField(TENSOR.dims, 1),
  numberField(TENSOR.dataType, INT64),
  bytesField(TENSOR.integers, Uint8Array.of(0)),
  textField(TENSOR.name, AXES),
])

/** softmax(query · turnedKey) · value, each [1, heads, length, size] (the key's last two turned), by one kernel that never holds the whole product. */
const attentionNodes = (query: string, turnedKey: string, value: string, output: string): Uint8Array[] => {
  const named = (part: string) => `${output}/fused/${part}`
  return [
    nodeField('Squeeze', [query, AXES], named('query')),
    nodeField('Squeeze', [turnedKey, AXES], named('turned_key')),
    nodeField('Transpose', [named('turned_key')], named('key'), [turned]),
    nodeField('Squeeze', [value, AXES], named('value')),
    nodeField(
      'MultiHeadAttention',
      [named('query'), named('key'), named('value')],
      named('answer'),
      [integerAttribute('num_heads', 1), floatAttribute('scale', 1)],
      'com.microsoft',
    ),
    nodeField('Unsqueeze', [named('answer'), AXES], output),
  ]
}

/** @returns the nodes that go, and what comes in place of the last of each three */
const findAttention = (nodes: readonly Node[], kept: ReadonlySet<string>) => {
  const makers = new Map(nodes.flatMap((node, index) => node.outputs.map((name) => [name, index] as const)))
  const users = new Map<string, number[]>()
  nodes.forEach(({ inputs }, index) => {
    for (const name of inputs) users.set(name, [...(users.get(name) ?? []), index])
  })
  const onlyUser = (name: string): number | undefined => (kept.has(name) || users.get(name)?.length !== 1 ? undefined : users.get(name)?.[0])
  const replaced = new Map<number, readonly Uint8Array[]>()
  nodes.forEach((softmax, at) => {
    const [scores, weights] = [softmax.inputs[0] ?? '', softmax.outputs[0] ?? '']
    const [before, after] = [makers.get(scores), onlyUser(weights)]
    if (softmax.opType !== 'Softmax' || !isLastAxis(softmax) || before === undefined || after === undefined || onlyUser(scores) !== at) return
    const [product, sum] = [nodes[before], nodes[after]]
    const [query, turnedKey] = product?.inputs ?? []
    const [first, value] = sum?.inputs ?? []
    const output = sum?.outputs[0]
    if (product?.opType !== 'MatMul' || sum?.opType !== 'MatMul' || first !== weights) return
    if (query === undefined || turnedKey === undefined || value === undefined || output === undefined) return
    replaced
      .set(before, [])
      .set(at, [])
      .set(after, attentionNodes(query, turnedKey, value, output))
  })
  return replaced
}

/**
 * The same ONNX model with each MatMul -> Softmax -> MatMul of a batch of one as ONNX Runtime's fused attention, whose scores take no memory.
 * Weights are copied as they are.
 *
 * @returns undefined where there is nothing to do
 * @throws RangeError where the bytes are no ONNX model
 */
export const fuseAttention = (model: Uint8Array): Uint8Array<ArrayBuffer> | undefined => {
  const parts = [...fieldsOf(model)]
  const graph = parts.find(({ number }) => number === MODEL.graph)
  if (!graph) return undefined
  const fields = [...fieldsOf(graph.content)]
  const nodeFields = fields.filter(({ number }) => number === GRAPH.node)
  const outputs = fields.filter(({ number }) => number === GRAPH.output).map(nameOf)
  const replaced = findAttention(
    nodeFields.map(({ content }) => readNode(content)),
    new Set(outputs),
  )
  if (replaced.size === 0) return undefined
  const places = new Map(nodeFields.map((field, index) => [field, index]))
  const fused = [...fields.flatMap((field) => replaced.get(places.get(field) ?? -1) ?? [field.whole]), firstAxis]
  const length = fused.reduce((sum, part) => sum + part.length, 0)
  return joinBytes([
    ...parts.filter((field) => field !== graph).map(({ whole }) => whole),
    messageField(MODEL.opsetImport, [textField(1, 'com.microsoft'), numberField(2, 1)]),
    headOf(MODEL.graph, length),
    ...fused,
  ])
}
