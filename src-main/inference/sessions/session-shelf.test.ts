import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Tensor } from 'onnxruntime-node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addGraph, addGraphWithWeightsIn } from '../onnx-for-tests.ts'
import type { SessionSettings } from '../protocol.ts'
import { createSessionShelf } from './session-shelf.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-sessions-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const SIZE = 1_000
/** room for two graphs of SIZE */
const settings: SessionSettings = { providers: ['cpu'], threads: 1, memoryCeilingBytes: 9_000 }
const write = (name: string, bytes: Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const graph = (name: string, bias = 1, size = SIZE): string => write(name, addGraph(size, bias))
const x = new Tensor('float32', new Float32Array(SIZE).fill(2), [SIZE])

test('a graph is opened once, says what it wants, and runs', async () => {
  const shelf = createSessionShelf()
  const path = graph('a.onnx', 3)
  const session = await shelf.forTask(settings).open(path)
  expect([session.inputNames, session.outputNames, session.inputType('x'), session.inputShape('x'), session.inputType('nobody')]).toEqual([
    ['x'],
    ['y'],
    'float32',
    [SIZE],
    undefined,
  ])
  expect((await session.run({ x })).y?.data[17]).toBe(5)
  expect(await shelf.forTask(settings).open(path)).toBe(session)
})

test('the least recently used graph makes room, but never one that the task is using', async () => {
  const shelf = createSessionShelf()
  const [a, b, c] = [graph('a.onnx'), graph('b.onnx'), graph('c.onnx')]
  const first = shelf.forTask(settings)
  const [sessionA, sessionB] = [await first.open(a), await first.open(b)]
  await expect(first.open(c)).rejects.toMatchObject({ failure: { code: 'model.too-big', message: expect.stringContaining('more than the') } })
  shelf.unpin()
  const second = shelf.forTask(settings)
  // b is the older one now
  expect(await second.open(a)).toBe(sessionA)
  await second.open(c)
  shelf.unpin()
  expect(shelf.heldBytes()).toBeLessThanOrEqual(9_000)
  expect(await shelf.forTask(settings).open(a)).toBe(sessionA)
  shelf.unpin()
  expect(await shelf.forTask(settings).open(b)).not.toBe(sessionB)
})

test('one graph that is too big for the ceiling says by how much', async () => {
  const opening = createSessionShelf()
    .forTask({ ...settings, memoryCeilingBytes: 100 })
    .open(graph('a.onnx'))
  await expect(opening).rejects.toMatchObject({ failure: { code: 'model.too-big', details: { memoryCeilingBytes: 100 } } })
})

test.each([
  ['missing', undefined],
  ['empty', Buffer.alloc(0)],
  ['cut off', addGraph(SIZE, 1).subarray(0, 2_000)],
  ['text', Buffer.from('<html>404</html>')],
  ['noise', Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 193 + 71) % 256))],
])('a model file that is %s is said to be damaged', async (name, bytes) => {
  const path = bytes ? write(`${name}.onnx`, bytes) : join(folder, 'nowhere.onnx')
  const shelf = createSessionShelf()
  await expect(shelf.forTask(settings).open(path)).rejects.toMatchObject({ failure: { code: 'model.damaged', details: { path } } })
  // and the next one is not the worse for it
  expect((await (await shelf.forTask(settings).open(graph('good.onnx'))).run({ x })).y?.data[0]).toBe(3)
})

test('a crafted model that points at a file outside its folder reads nothing; one that keeps its weights beside it does', async () => {
  const inner = join(folder, 'model')
  mkdirSync(inner)
  write('secret.bin', Buffer.from(new Float32Array(SIZE).fill(42).buffer))
  writeFileSync(join(inner, 'weights.bin'), Buffer.from(new Float32Array(SIZE).fill(7).buffer))
  const path = write('model/m.onnx', addGraphWithWeightsIn('weights.bin', SIZE))
  const shelf = createSessionShelf()
  expect((await (await shelf.forTask(settings).open(path)).run({ x })).y?.data[0]).toBe(9)
  for (const location of ['../secret.bin', join(folder, 'secret.bin')]) {
    const crafted = write('model/crafted.onnx', addGraphWithWeightsIn(location, SIZE))
    await expect(shelf.forTask(settings).open(crafted), location).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
  }
})

test.runIf(process.platform === 'linux')('a provider that cannot load is not tried twice with a graph, and the processor takes over', async () => {
  // Linux packages of ONNX Runtime know CUDA and throw where its libraries are missing
  const shelf = createSessionShelf()
  const path = graph('a.onnx')
  const session = await shelf.forTask({ ...settings, providers: ['cuda', 'cpu'] }).open(path)
  if (session.provider === 'cuda') return expect(shelf.refusals(path).size).toBe(0)
  expect(session.provider).toBe('cpu')
  expect(shelf.refusals(path).get('cuda')).toBeTruthy()
  expect(shelf.fallbackWords()).toMatch(/^on the processor, since CUDA did not take this model: .{20}/)
  expect(shelf.fallbackWords().length).toBeLessThan(220)
  shelf.unpin()
  // a task that asks for the processor is told nothing
  await shelf.forTask({ ...settings, providers: ['cuda', 'cpu'] }).open(path, { providers: ['cpu'] })
  expect(shelf.fallbackWords()).toBe('')
  // another graph is tried there again
  expect(shelf.refusals(graph('b.onnx')).size).toBe(0)
})

// a damaged model once took the graphics card away from every model that came after it
test('a graph that opens nowhere is no reason to give up a provider', async () => {
  const shelf = createSessionShelf()
  const path = write('damaged.onnx', addGraph(SIZE, 1).subarray(0, 2_000))
  await expect(shelf.forTask({ ...settings, providers: ['cuda', 'cpu'] }).open(path)).rejects.toMatchObject({ failure: { code: 'model.damaged' } })
  expect(shelf.refusals(path).size).toBe(0)
})
