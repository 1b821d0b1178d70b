import { stat } from 'node:fs/promises'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ProcessTaskContext } from '../../platform/processes/process-task.ts'
import { evaluateInChunks, FIRST_CHUNK_TOKENS } from './evaluate-in-chunks.ts'
import { type LlamaLibrary, openLlamaLibrary } from './llama-library.ts'
import type { LlamaAnswer, LlamaQuestion, LlamaSettings } from './protocol.ts'

type Llama = Awaited<ReturnType<LlamaLibrary['getLlama']>>
type LlamaModel = Awaited<ReturnType<Llama['loadModel']>>
type LlamaContext = Awaited<ReturnType<LlamaModel['createContext']>>
type LlamaSequence = ReturnType<LlamaContext['getSequence']>
type LlamaGrammar = Awaited<ReturnType<Llama['createGrammarForJsonSchema']>>
type Loaded = {
  readonly key: string
  readonly library: LlamaLibrary
  readonly llama: Llama
  readonly model: LlamaModel
  readonly context: LlamaContext
  /** kept between questions: what the next one has in common with the last (who the model is, the talk so far) is not read again */
  readonly sequence: LlamaSequence
  readonly grammars: Map<string, LlamaGrammar>
  /** tokens that one chunk of reading may have here, as measured */
  chunkTokens: number
}

const LEAST_CONTEXT_TOKENS = 512
const MOST_GRAMMARS = 16

const damaged = (cause: unknown) =>
  new FailureError(
    failure(
      'model.damaged',
      `The language model’s file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Check it under Models, and repair it.`,
    ),
    { cause },
  )

const tooBig = (cause: unknown) =>
  new FailureError(
    failure('model.too-big', 'The language model does not fit into the memory that is free now. Close other programs, or choose a smaller model under Models.'),
    { cause },
  )

const tooLong = (promptTokens: number, maxTokens: number, contextTokens: number) =>
  new FailureError(
    failure(
      'llm.context-too-long',
      `The question has ${promptTokens} tokens and the answer may have ${maxTokens}; together they do not fit into the ${contextTokens} that this model can see at once. Shorten it.`,
      { promptTokens, maxTokens, contextTokens },
    ),
  )

const endless = (sentence: string) => new FailureError(failure('llm.bad-answer', sentence))

/** What the runtime says when memory is the trouble; it has no codes. */
const isAboutMemory = (cause: unknown): boolean => /memory|insufficient|allocate|vram/i.test(cause instanceof Error ? cause.message : String(cause))

/**
 * One language model in this process, opened when it is first asked and kept until another is. Answers are made under a grammar, so that whatever
 * the model would like to say, JSON that fits the schema comes out.
 */
export const createLlamaHost = () => {
  let loaded: Loaded | undefined
  let library: Promise<LlamaLibrary> | undefined

  const letGo = async (): Promise<void> => {
    const old = loaded
    loaded = undefined
    await old?.context.dispose()
    await old?.model.dispose()
  }

  const load = async (settings: LlamaSettings, signal: AbortSignal): Promise<Loaded> => {
    const { modelPath, mayUseCard, threads, contextTokens } = settings
    const { mtimeMs, size } = await stat(modelPath).catch((cause) => Promise.reject(damaged(cause)))
    const key = JSON.stringify([modelPath, mtimeMs, size, mayUseCard, threads, contextTokens])
    if (loaded?.key === key) return loaded
    await letGo()
    library ??= openLlamaLibrary()
    const found = await library
    const llama = await found.getLlama({ gpu: mayUseCard ? 'auto' : false, build: 'never', skipDownload: true, logLevel: found.LlamaLogLevel.error })
    let model: LlamaModel
    try {
      model = await llama.loadModel({ modelPath, loadSignal: signal, ...(llama.gpu === false && { gpuLayers: 0 }) })
    } catch (cause) {
      signal.throwIfAborted()
      throw isAboutMemory(cause) ? tooBig(cause) : damaged(cause)
    }
    try {
      const most = Math.max(LEAST_CONTEXT_TOKENS, Math.min(contextTokens, model.trainContextSize))
      const context = await model.createContext({ contextSize: { min: LEAST_CONTEXT_TOKENS, max: most }, threads, sequences: 1, createSignal: signal })
      loaded = { key, library: found, llama, model, context, sequence: context.getSequence(), grammars: new Map(), chunkTokens: FIRST_CHUNK_TOKENS }
      return loaded
    } catch (cause) {
      await model.dispose()
      signal.throwIfAborted()
      throw tooBig(cause)
    }
  }

  const grammarFor = async ({ llama, grammars }: Loaded, schema: unknown): Promise<LlamaGrammar> => {
    const key = JSON.stringify(schema)
    const made = grammars.get(key) ?? (await llama.createGrammarForJsonSchema(schema as Parameters<Llama['createGrammarForJsonSchema']>[0]))
    if (grammars.size >= MOST_GRAMMARS) grammars.clear()
    grammars.set(key, made)
    return made
  }

  return {
    async answer(question: LlamaQuestion, { signal, progress }: Pick<ProcessTaskContext, 'signal' | 'progress'>): Promise<LlamaAnswer> {
      const { system, messages, maxTokens, temperature, seed, mostMilliseconds } = question
      progress(0, '')
      const here = await load(question, signal)
      const { library: llamaLibrary, model, context, sequence } = here
      const begun = performance.now()
      const grammar = await grammarFor(here, question.schema)
      const session = new llamaLibrary.LlamaChatSession({ contextSequence: sequence, systemPrompt: system })
      try {
        const asked = messages.at(-1)?.text ?? ''
        session.setChatHistory([
          { type: 'system', text: system },
          ...messages.slice(0, -1).map(({ role, text }) => (role === 'user' ? { type: 'user' as const, text } : { type: 'model' as const, response: [text] })),
        ])
        const history = [...session.getChatHistory(), { type: 'user' as const, text: asked }, { type: 'model' as const, response: [] }]
        const prompt = session.chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer)
        const promptTokens = prompt.length
        if (promptTokens + maxTokens > context.contextSize) throw tooLong(promptTokens, maxTokens, context.contextSize)

        const timeUp = AbortSignal.timeout(mostMilliseconds)
        const either = AbortSignal.any([signal, timeUp])
        // what is read now is found again by the session below, which goes on from the last token
        const readPrompt = async () => {
          await sequence.adaptStateToTokens(prompt.slice(0, -1), false)
          here.chunkTokens = await evaluateInChunks(
            prompt.slice(sequence.nextTokenIndex, -1),
            (chunk) => sequence.evaluateWithoutGeneratingNewTokens([...chunk]),
            either,
            { firstTokens: here.chunkTokens },
          )
        }
        let text = ''
        let answerTokens = 0
        let firstTokenMilliseconds = 0
        const { responseText, stopReason } = await readPrompt()
          .then(() =>
            session.promptWithMeta(asked, {
              grammar,
              maxTokens,
              temperature,
              seed,
              signal: either,
              onToken: (tokens) => {
                if (answerTokens === 0) firstTokenMilliseconds = performance.now() - begun
                answerTokens += tokens.length
              },
              onTextChunk: (chunk) => {
                text += chunk
                progress(Math.min(1, answerTokens / maxTokens), text)
              },
            }),
          )
          .catch((cause: unknown) => {
            signal.throwIfAborted()
            if (!timeUp.aborted) throw cause
            throw new FailureError(
              failure(
                'llm.too-slow',
                `The language model had not finished after ${Math.round(mostMilliseconds / 1000)} s and was stopped. A smaller model is quicker.`,
              ),
            )
          })
        if (stopReason === 'maxTokens') throw endless(`The language model did not come to an end within ${maxTokens} tokens.`)
        return {
          text: responseText,
          promptTokens,
          answerTokens,
          firstTokenMilliseconds,
          milliseconds: performance.now() - begun,
          cardLayers: model.gpuLayers,
          contextTokens: context.contextSize,
        }
      } finally {
        session.dispose()
      }
    },
  }
}
