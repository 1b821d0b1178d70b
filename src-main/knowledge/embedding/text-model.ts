import { dirname } from 'node:path'
import { z } from 'zod'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { InstalledModel, ModelShelf } from '../../models/index.ts'
import { createProcessPool, type LaunchProcess, type ProcessPool } from '../../platform/processes/index.ts'
import type { EmbedRequest } from './protocol.ts'

/** Something that turns words into vectors of length 1. `id` names its exact bytes: vectors of two models are never compared. */
export type TextModel = {
  readonly id: string
  readonly name: string
  readonly size: number
  /** one row a text. @throws FailureError model.damaged, engine.crashed; AbortError */
  embed(texts: readonly string[], context: WorkContext): Promise<readonly Float32Array[]>
}

/** What the catalogue offers for words. */
export const TEXT_MODEL = { id: 'all-minilm-l6-v2', name: 'MiniLM' } as const

const Params = z.object({ family: z.literal('minilm'), dimensions: z.number().int().min(8).max(4_096).default(384) })
/** the model leaves memory with its process after this long without work */
const IDLE_MILLISECONDS = 60_000
/** a background task must leave the studio a core */
const THREADS = 1

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./embedding.worker.ts', import.meta.url) : new URL('./embedding.worker.js', import.meta.url)

/** Two processes: questions never wait behind the library. Close it. */
export const createReaders = (launch: LaunchProcess) => {
  const pool = (name: string) => createProcessPool({ launch, entry: workerUrl, name, idleMilliseconds: IDLE_MILLISECONDS })
  const work = pool('Segno reading')
  const questions = pool('Segno reading questions')
  return { work, questions, close: async () => void (await Promise.all([work.close(), questions.close()])) }
}

const textModelOf = (model: InstalledModel, pool: Pick<ProcessPool, 'run'>): TextModel | undefined => {
  const params = Params.safeParse(model.params)
  const { model: graphPath, tokenizer, config } = model.files
  if (!params.success || !graphPath || !tokenizer || !config || dirname(graphPath) !== dirname(tokenizer)) return undefined
  return {
    id: `${model.id}-${model.fingerprint}`,
    name: model.name,
    size: params.data.dimensions,
    embed: (texts, context) => pool.run('embed', { graphPath, texts, threads: THREADS } satisfies EmbedRequest, context),
  }
}

/** Looks each time: a model may come or go. */
export const chooseTextModel = (models: Pick<ModelShelf, 'forTask'>, pool: Pick<ProcessPool, 'run'>): TextModel | undefined =>
  models
    .forTask('text-embedding')
    .map((installed) => textModelOf(installed, pool))
    .find((model) => model !== undefined)
