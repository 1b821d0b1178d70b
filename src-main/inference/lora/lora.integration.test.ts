import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { bytesField, joinBytes, messageField, numberField, textField } from '../graphs/protobuf.ts'
import { loraFile } from './lora-for-tests.ts'
import { mergeLora } from './merge-lora.ts'
import { type LoraLayer, readLora } from './read-lora.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-lora-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const random = createRandom(7)
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.next() * 2 - 1)
const [IN, OUT, RANK] = [6, 5, 2]
const weight = numbers(IN * OUT)
const MODULE = 'model.decoder.layers.0.self_attn.q_proj'

/** y = x · W with the names that exporters give: the node's path is the layer's. */
const graph = (op: 'MatMul' | 'Gemm', dataType = 1, raw: Uint8Array = new Uint8Array(weight.buffer)): Uint8Array => {
  const turned = op === 'Gemm' ? [bytesField(5, joinBytes([textField(1, 'transB'), numberField(3, 1), numberField(20, 2)]))] : []
  const node = messageField(1, [
    textField(1, 'x'),
    textField(1, 'w'),
    textField(2, 'y'),
    textField(3, `/${MODULE.replaceAll('.', '/').replace('layers/0', 'layers.0')}/${op}`),
    textField(4, op),
    ...turned,
  ])
  const dims = op === 'MatMul' ? [IN, OUT] : [OUT, IN]
  const initializer = messageField(5, [...dims.map((size) => numberField(1, size)), numberField(2, dataType), textField(8, 'w'), bytesField(9, raw)])
  const place = (field: number, name: string, size: number) =>
    messageField(field, [
      textField(1, name),
      messageField(2, [messageField(1, [numberField(1, 1), messageField(2, [messageField(1, [numberField(1, 1)]), messageField(1, [numberField(1, size)])])])]),
    ])
  const whole = messageField(7, [node, textField(2, 'g'), initializer, place(11, 'x', IN), place(12, 'y', OUT)])
  return joinBytes([numberField(1, 8), whole, messageField(8, [numberField(2, 17)])])
}
const answerOf = async (model: Uint8Array, x: Float32Array): Promise<number[]> => {
  const session = await InferenceSession.create(model)
  const { y } = await session.run({ x: new Tensor('float32', x, [1, IN]) })
  await session.release()
  return [...((y?.data ?? []) as Float32Array)]
}
const layer = (more: Partial<LoraLayer> = {}): LoraLayer => ({
  module: `decoder.${MODULE}`,
  down: { rows: RANK, columns: IN, values: numbers(RANK * IN) },
  up: { rows: OUT, columns: RANK, values: numbers(OUT * RANK) },
  scale: 2,
  ...more,
})

test.each(['MatMul', 'Gemm'] as const)(
  '%s: the merged graph answers as the base and the two small matrices beside it do; strength 0 is the base',
  async (op) => {
    const own = layer()
    const x = numbers(IN)
    const base = await answerOf(graph(op), x)
    const merged = await answerOf(await mergeLora(graph(op), [own], { strength: 0.7 }), x)
    const small = Array.from({ length: RANK }, (_, k) => x.reduce((sum, value, i) => sum + value * (own.down.values[k * IN + i] ?? 0), 0))
    const wanted = base.map((value, o) => value + 0.7 * own.scale * small.reduce((sum, one, k) => sum + one * (own.up.values[o * RANK + k] ?? 0), 0))
    wanted.forEach((value, o) => void expect(Math.abs(value - (merged[o] ?? 0))).toBeLessThan(1e-5))
    expect(merged.some((value, o) => Math.abs(value - (base[o] ?? 0)) > 0.01)).toBe(true)
    expect(Buffer.from(await mergeLora(graph(op), [own], { strength: 0 })).equals(Buffer.from(graph(op)))).toBe(true)
  },
)

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (cause) => (cause instanceof FailureError ? cause.failure.code : cause),
  )

test('another base, other shapes and quantised weights are refused by name', async () => {
  const strength = 1
  expect(await codeOf(mergeLora(graph('MatMul'), [layer({ module: 'model.decoder.layers.9.self_attn.q_proj' })], { strength }))).toBe('lora.wrong-base')
  const wide = layer({ down: { rows: RANK, columns: IN + 1, values: numbers(RANK * (IN + 1)) } })
  expect(await codeOf(mergeLora(graph('MatMul'), [wide], { strength }))).toBe('lora.wrong-base')
  expect(await codeOf(mergeLora(graph('MatMul', 3, new Uint8Array(IN * OUT)), [layer()], { strength }))).toBe('lora.cannot-merge')
})

test('PEFT’s file is read: names, alpha from its config, half precision; broken ones say what is wrong', async () => {
  const path = join(folder, 'warm.safetensors')
  const own = layer()
  await writeFile(path, loraFile([{ ...own, module: `base_model.model.${own.module}` }]))
  await writeFile(
    join(folder, 'adapter_config.json'),
    JSON.stringify({ lora_alpha: 8, r: RANK, base_model_name_or_path: 'facebook/musicgen-small', license: 'cc-by-4.0' }),
  )
  const read = await readLora(path)
  expect(read).toMatchObject({ name: 'warm', base: 'facebook/musicgen-small', licence: 'cc-by-4.0', layers: [{ module: own.module, scale: 4 }] })
  expect([...(read.layers[0]?.up.values ?? [])]).toEqual([...own.up.values])
  const whole = await readFile(path)
  for (const [name, bytes] of [
    ['cut', whole.subarray(0, whole.length - 4)],
    ['stub', whole.subarray(0, 20)],
    ['prose', Buffer.from('this is not a LoRA at all, only words')],
    ['empty', Buffer.alloc(0)],
    ['half', loraFile([own], { without: 'up' })],
    ['ranks', loraFile([{ ...own, up: { rows: OUT, columns: 3, values: numbers(OUT * 3) } }])],
  ] as const) {
    await writeFile(join(folder, `${name}.safetensors`), bytes)
    expect([name, await codeOf(readLora(join(folder, `${name}.safetensors`)))]).toEqual([name, 'lora.damaged'])
  }
})
