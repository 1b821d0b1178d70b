import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { InstalledModel } from '../../models/index.ts'
import { launchNodeProcess } from '../../platform/processes/index.ts'
import { createLocalModels, type LocalQuestion } from './local-model.ts'
import { tinyGguf } from './tiny-gguf.ts'

const folder = mkdtempSync(join(tmpdir(), 'llm-'))
let pid: number | undefined
const models = createLocalModels({
  launch: (entry, name) => {
    const link = launchNodeProcess(entry, name)
    pid = link.pid
    return link
  },
  models: { forTask: () => [] },
  hardware: async () => ({ provider: 'cpu', threads: 2, memoryBytes: 8e9 }),
})
afterAll(async () => {
  await models.close()
  rmSync(folder, { recursive: true, force: true })
})

const model = (name: string, bytes: Buffer): InstalledModel => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return { id: name, files: { model: path } } as unknown as InstalledModel
}
const tiny = model('tiny.gguf', tinyGguf())
const endless = model('endless.gguf', tinyGguf({ isEndless: true }))

const Wish = z.object({ mood: z.enum(['calm', 'loud']), tempo: z.number().int(), words: z.array(z.string().max(8)).max(2) })
const question = (more: Partial<LocalQuestion> = {}): LocalQuestion => ({
  system: 'You answer in JSON.',
  messages: [{ role: 'user', text: 'rain at night' }],
  schema: z.toJSONSchema(Wish),
  maxTokens: 200,
  temperature: 0,
  seed: 1,
  mostMilliseconds: 110_000,
  ...more,
})
const ask = (of: InstalledModel, more: Partial<LocalQuestion> = {}, signal = new AbortController().signal, onText?: (text: string) => void) =>
  models.answer(of, question(more), { signal, ...(onText && { onText }) })
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (cause) => cause.failure?.code ?? cause.name,
  )

test('the answer fits the schema whatever the model says, streams, and is the same each time', async () => {
  const heard: string[] = []
  const first = await ask(tiny, {}, undefined, (text) => heard.push(text))
  expect(() => Wish.parse(JSON.parse(first.text))).not.toThrow()
  expect(heard.length).toBeGreaterThan(2)
  expect(first.text.startsWith(heard[0]?.trim() ?? '?')).toBe(true)
  expect(first).toMatchObject({ cardLayers: 0, promptTokens: expect.any(Number) })
  expect((await ask(tiny)).text).toBe(first.text)
  expect((await ask(tiny, { temperature: 1.5, seed: 3 })).text).toBe((await ask(tiny, { temperature: 1.5, seed: 3 })).text)
})

test('a model that never stops is stopped: by tokens, by time, and by a cancel within a second', async () => {
  const free = { schema: z.toJSONSchema(z.object({ text: z.string() })) }
  expect(await codeOf(ask(endless, { ...free, maxTokens: 40 }))).toBe('llm.bad-answer')
  expect(await codeOf(ask(endless, { ...free, maxTokens: 1_900, mostMilliseconds: 150 }))).toBe('llm.too-slow')
  const cancel = new AbortController()
  let cancelledAt = 0
  const running = ask(endless, { ...free, maxTokens: 1_900 }, cancel.signal, () => {
    if (cancelledAt > 0) return
    cancelledAt = performance.now()
    cancel.abort()
  })
  expect(await codeOf(running)).toBe('AbortError')
  expect(performance.now() - cancelledAt).toBeLessThan(4_000)
})

test('a prompt that is read in chunks is answered as one that is not, and a cancel while it is read stops it', async () => {
  const long = { messages: [{ role: 'user' as const, text: 'rain at night '.repeat(30) }] }
  expect((await ask(tiny, long)).text).toBe((await ask(tiny, long)).text)
  const cancel = new AbortController()
  const running = ask(tiny, long, cancel.signal)
  setTimeout(() => cancel.abort(), 1)
  expect(await codeOf(running)).toBe('AbortError')
  expect(await codeOf(ask(tiny))).toBe('answered')
})

test('a question that is too long for the model says so', async () => {
  expect(await codeOf(ask(tiny, { messages: [{ role: 'user', text: 'la '.repeat(3_000) }] }))).toBe('llm.context-too-long')
})

test('a missing, truncated or foreign file is named as damaged; the process goes on with the next model', async () => {
  const whole = tinyGguf()
  expect(await codeOf(ask({ id: 'gone', files: { model: join(folder, 'gone.gguf') } } as unknown as InstalledModel))).toBe('model.damaged')
  expect(await codeOf(ask(model('cut.gguf', whole.subarray(0, 100_000))))).toBe('model.damaged')
  expect(await codeOf(ask(model('prose.gguf', Buffer.from('this is not a model '.repeat(1_000)))))).toBe('model.damaged')
  const lying = Buffer.from(whole)
  lying.writeBigUInt64LE(2n ** 40n, 8)
  expect(['model.damaged', 'model.too-big', 'engine.crashed']).toContain(await codeOf(ask(model('lying.gguf', lying))))
  expect(await codeOf(ask(tiny))).toBe('answered')
})

test('a process that dies fails its question only, and the next one gets a new process', async () => {
  const running = ask(endless, { schema: z.toJSONSchema(z.object({ text: z.string() })), maxTokens: 1_900 }, undefined, () => {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  })
  expect(await codeOf(running)).toBe('engine.crashed')
  expect(await codeOf(ask(tiny))).toBe('answered')
})

test('where a graphics card’s driver takes the process along, the processor answers, then and later', async () => {
  let starts = 0
  const onCard = createLocalModels({
    launch: (entry, name) => {
      starts++
      const link = launchNodeProcess(entry, name)
      if (starts === 1 && link.pid !== undefined) process.kill(link.pid, 'SIGKILL')
      return link
    },
    models: { forTask: () => [] },
    hardware: async () => ({ provider: 'cuda', threads: 2, memoryBytes: 8e9 }),
  })
  try {
    const answer = () => onCard.answer(tiny, question(), { signal: new AbortController().signal })
    expect(await answer()).toMatchObject({ cardLayers: 0, note: expect.stringContaining('given up: its driver') })
    expect(await answer()).toMatchObject({ cardLayers: 0, note: expect.stringContaining('given up earlier') })
    expect(starts).toBe(2)
  } finally {
    await onCard.close()
  }
})
