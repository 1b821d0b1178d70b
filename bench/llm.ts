import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { getLlama, LlamaChatSession, LlamaLogLevel } from 'node-llama-cpp'
import { z } from 'zod'
import { createLocalModels } from '../src-main/llm/index.ts'
import { tinyGguf } from '../src-main/llm/local/tiny-gguf.ts'
import { createModelShelf, type InstalledModel } from '../src-main/models/index.ts'
import { locateDataFolder } from '../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../src-main/platform/processes/index.ts'

/**
 * A language model on the processor, through the studio (process, grammar, streaming) and beside it the runtime used directly in this process, with the
 * same grammar and without one. Time to the first token (cold: with opening the model), tokens a second after it.
 *
 * SEGNO_BENCH_GGUF: a model's file; else the first that is installed (SEGNO_HOME); else a tiny one with random weights, which measures what we add.
 */

const SYSTEM = 'You write words for songs and answer in JSON.'
const ASKED = 'Six short lines about a walk home through the rain at night.'
const Lines = z.object({ lines: z.array(z.string().max(24)).min(6).max(6) })
const MAX_TOKENS = 400
const CONTEXT_TOKENS = 2_048
const ROUNDS = 3
const threads = availableParallelism()

const folder = mkdtempSync(join(tmpdir(), 'segno-bench-llm-'))
const installed = createModelShelf(locateDataFolder().models, 'none', () => []).forTask('language-model')[0]
const findModel = (): { readonly name: string; readonly path: string } => {
  const named = process.env.SEGNO_BENCH_GGUF
  if (named) return { name: basename(named), path: named }
  if (installed?.files.model) return { name: installed.name, path: installed.files.model }
  const path = join(folder, 'tiny.gguf')
  writeFileSync(path, tinyGguf({ contextTokens: CONTEXT_TOKENS }))
  return { name: 'a tiny model with random weights', path }
}

type Answer = { readonly firstMilliseconds: number; readonly milliseconds: number; readonly tokens: number; readonly text: string }
type Figures = {
  readonly coldMilliseconds: number
  readonly firstMilliseconds: number
  readonly nextMilliseconds: number
  readonly tokensPerSecond: number
  readonly text: string
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

type Asked = { readonly system: string; readonly text: string }

/**
 * One question to open the model, then the median of some. Each begins with other words, so that nothing of it was read before; after it comes
 * another one with the same beginning, as in a conversation.
 */
const measure = async (answer: (asked: Asked) => Promise<Answer>): Promise<Figures> => {
  const cold = await answer({ system: SYSTEM, text: ASKED })
  const warm: Answer[] = []
  const next: Answer[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const system = `${i + 1}. ${SYSTEM}`
    warm.push(await answer({ system, text: ASKED }))
    next.push(await answer({ system, text: `${ASKED} Not too sad.` }))
  }
  return {
    coldMilliseconds: cold.firstMilliseconds,
    firstMilliseconds: middle(warm.map((one) => one.firstMilliseconds)),
    nextMilliseconds: middle(next.map((one) => one.firstMilliseconds)),
    tokensPerSecond: middle(warm.map((one) => (one.tokens - 1) / ((one.milliseconds - one.firstMilliseconds) / 1_000))),
    text: cold.text,
  }
}

const throughStudio = async (path: string): Promise<Figures> => {
  const models = createLocalModels({
    launch: launchNodeProcess,
    models: { forTask: () => [] },
    hardware: async () => ({ provider: 'cpu', threads, memoryBytes: totalmem() }),
  })
  const model = { id: 'bench', files: { model: path } } as unknown as InstalledModel
  const question = { schema: z.toJSONSchema(Lines), maxTokens: MAX_TOKENS }
  try {
    return await measure(async ({ system, text: words }) => {
      const asked = performance.now()
      let heard = 0
      const { answerTokens, text } = await models.answer(
        model,
        { ...question, system, messages: [{ role: 'user' as const, text: words }], temperature: 0, seed: 1, mostMilliseconds: 120_000 },
        { signal: new AbortController().signal, onText: () => (heard ||= performance.now()) },
      )
      return { firstMilliseconds: heard - asked, milliseconds: performance.now() - asked, tokens: answerTokens, text }
    })
  } finally {
    await models.close()
  }
}

/** From a cancel to the answer that it stopped, milliseconds: between two tokens, and while a long question is still being read. */
const measureCancel = async (path: string): Promise<{ readonly writing: number; readonly reading: number }> => {
  const models = createLocalModels({
    launch: launchNodeProcess,
    models: { forTask: () => [] },
    hardware: async () => ({ provider: 'cpu', threads, memoryBytes: totalmem() }),
  })
  const model = { id: 'bench', files: { model: path } } as unknown as InstalledModel
  const stopped = async (text: string, when: 'first words' | number): Promise<number> => {
    const cancel = new AbortController()
    let cancelledAt = 0
    const stop = () => {
      if (cancelledAt > 0) return
      cancelledAt = performance.now()
      cancel.abort()
    }
    if (when !== 'first words') setTimeout(stop, when)
    const question = { system: SYSTEM, messages: [{ role: 'user' as const, text }], schema: z.toJSONSchema(Lines), maxTokens: MAX_TOKENS }
    await models
      .answer(
        model,
        { ...question, temperature: 0, seed: 1, mostMilliseconds: 120_000 },
        { signal: cancel.signal, ...(when === 'first words' && { onText: stop }) },
      )
      .then(
        () => stop(),
        (cause: unknown) => {
          if (!cancel.signal.aborted) throw cause
        },
      )
    return performance.now() - cancelledAt
  }
  const long = Array.from({ length: 200 }, (_, i) => `rain ${i}`).join(' ')
  try {
    const writing: number[] = []
    const reading: number[] = []
    for (let i = 0; i < ROUNDS; i++) {
      writing.push(await stopped(ASKED, 'first words'))
      reading.push(await stopped(`${long} ${i}`, 100))
    }
    return { writing: Math.max(...writing), reading: Math.max(...reading) }
  } finally {
    await models.close()
  }
}

/** The runtime as its own guide uses it. */
const directly = async (path: string, isConstrained: boolean): Promise<Figures> => {
  const opened = performance.now()
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: LlamaLogLevel.error })
  const model = await llama.loadModel({ modelPath: path, gpuLayers: 0 })
  const context = await model.createContext({ contextSize: { max: CONTEXT_TOKENS }, threads })
  const grammar = isConstrained
    ? await llama.createGrammarForJsonSchema(z.toJSONSchema(Lines) as Parameters<typeof llama.createGrammarForJsonSchema>[0])
    : undefined
  let opening = performance.now() - opened
  try {
    return await measure(async ({ system, text: words }) => {
      const asked = performance.now() - opening
      opening = 0
      const sequence = context.getSequence()
      const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system })
      let first = 0
      let tokens = 0
      const text = await session.prompt(words, {
        ...(grammar && { grammar }),
        maxTokens: MAX_TOKENS,
        temperature: 0,
        seed: 1,
        onToken: (some) => {
          first ||= performance.now()
          tokens += some.length
        },
      })
      session.dispose()
      sequence.dispose()
      return { firstMilliseconds: first - asked, milliseconds: performance.now() - asked, tokens, text }
    })
  } finally {
    await llama.dispose()
  }
}

const line = (name: string, { coldMilliseconds, firstMilliseconds, nextMilliseconds, tokensPerSecond }: Figures, mine?: Figures): void => {
  const ratio = mine ? `   the studio has ${(mine.tokensPerSecond / tokensPerSecond).toFixed(2)} of its speed` : ''
  const first = `first token ${firstMilliseconds.toFixed(0)} ms (cold ${coldMilliseconds.toFixed(0)} ms, same beginning ${nextMilliseconds.toFixed(0)} ms)`
  console.log(`${name.padEnd(40)} ${tokensPerSecond.toFixed(1).padStart(7)} tokens/s   ${first}${ratio}`)
}

try {
  const { name, path } = findModel()
  console.log(`${name}, ${threads} threads, temperature 0, at most ${MAX_TOKENS} tokens, median of ${ROUNDS}`)
  const ours = await throughStudio(path)
  line('Segno: own process, grammar, streamed', ours)
  line('node-llama-cpp in process, same grammar', await directly(path, true), ours)
  line('node-llama-cpp in process, free text', await directly(path, false), ours)
  const { writing, reading } = await measureCancel(path)
  console.log(
    `  stopped after a cancel, slowest of ${ROUNDS}: ${writing.toFixed(0)} ms while it writes, ${reading.toFixed(0)} ms while it reads a long question`,
  )
  console.log(`  the studio’s answer fits the schema: ${Lines.safeParse(JSON.parse(ours.text)).success ? 'yes' : 'NO'}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
