import type { HardwareReport } from '../../../src-shared/hardware/contract.ts'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import type { InstalledModel, ModelShelf } from '../../models/index.ts'
import { createProcessPool, type LaunchProcess } from '../../platform/processes/index.ts'
import type { LlamaAnswer, LlamaQuestion } from './protocol.ts'

export type LocalQuestion = Pick<LlamaQuestion, 'system' | 'messages' | 'schema' | 'maxTokens' | 'temperature' | 'seed' | 'mostMilliseconds'>

/** `note`: why it was not the graphics card that answered, a sentence; absent where there is none to speak of. */
export type LocalAnswer = LlamaAnswer & { readonly note?: string }

const CARD_CRASHED = 'The graphics card was given up: its driver ended the process. The processor answered.'
const CARD_GIVEN_UP = 'The graphics card was given up earlier, until the studio starts again. The processor answered.'
const CARD_TOO_SMALL = 'No layer of this model was put on the graphics card. The processor answered.'

/** Language models on this machine, each question in a process that may crash or be killed alone. */
export type LocalModels = {
  /** installed ones, the preferred one first */
  list(): readonly InstalledModel[]
  /** @throws FailureError model.damaged, model.too-big, llm.context-too-long, llm.bad-answer, llm.too-slow, engine.crashed; AbortError */
  answer(
    model: InstalledModel,
    question: LocalQuestion,
    context: { readonly signal: AbortSignal; readonly onText?: (text: string) => void },
  ): Promise<LocalAnswer>
  close(): Promise<void>
}

export type LocalModelsParts = {
  readonly launch: LaunchProcess
  readonly models: Pick<ModelShelf, 'forTask'>
  readonly hardware: () => Promise<Pick<HardwareReport, 'provider' | 'threads' | 'memoryBytes'>>
}

const IDLE_MILLISECONDS = 3 * 60_000
const CONTEXT_TOKENS = 4_096
const SMALL_CONTEXT_TOKENS = 2_048
/** machines with less keep less of a conversation in mind */
const LARGE_MEMORY_BYTES = 12e9

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./llama.worker.ts', import.meta.url) : new URL('./llama.worker.js', import.meta.url)

const isCrash = (cause: unknown): boolean => cause instanceof FailureError && cause.failure.code === 'engine.crashed'

export const createLocalModels = ({ launch, models, hardware }: LocalModelsParts): LocalModels => {
  const pool = createProcessPool({ launch, entry: workerUrl, name: 'Segno language model', idleMilliseconds: IDLE_MILLISECONDS })
  let hasCardCrashed = false
  return {
    list: () => models.forTask('language-model'),
    async answer(model, question, { signal, onText }) {
      const { provider, threads, memoryBytes } = await hardware()
      const modelPath = model.files.model
      if (!modelPath) throw new Error(`${model.id} has no file for the model`)
      const whole: Omit<LlamaQuestion, 'mayUseCard'> = {
        ...question,
        modelPath,
        threads,
        contextTokens: memoryBytes < LARGE_MEMORY_BYTES ? SMALL_CONTEXT_TOKENS : CONTEXT_TOKENS,
      }
      // what carries a cancel over to the process: without it the pool could only end the process, and the loaded model with it
      const flags = createWorkFlags()
      const cancel = () => raiseCancel(flags)
      signal.throwIfAborted()
      signal.addEventListener('abort', cancel, { once: true })
      const context: WorkContext = { signal, flags, progress: (_, text) => text !== '' && onText?.(text) }
      const ask = (mayUseCard: boolean) => pool.run<LlamaAnswer>('answer', { ...whole, mayUseCard } satisfies LlamaQuestion, context)
      const mayUseCard = provider !== 'cpu' && !hasCardCrashed
      try {
        const answer = await ask(mayUseCard)
        // it came between the cancel and the process hearing of it
        signal.throwIfAborted()
        if (provider === 'cpu' || answer.cardLayers > 0) return answer
        return { ...answer, note: mayUseCard ? CARD_TOO_SMALL : CARD_GIVEN_UP }
      } catch (cause) {
        if (!mayUseCard || !isCrash(cause)) throw cause
        // a card’s driver can take the process along; until the studio starts again the processor does it
        hasCardCrashed = true
        return { ...(await ask(false)), note: CARD_CRASHED }
      } finally {
        signal.removeEventListener('abort', cancel)
      }
    },
    close: () => pool.close(),
  }
}
