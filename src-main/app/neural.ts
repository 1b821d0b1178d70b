import { availableParallelism, totalmem } from 'node:os'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import { createInference, type Inference, PROVIDERS } from '../inference/index.ts'
import { createModelShelf, type ModelShelf, readCatalog } from '../models/index.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import { bundledModelsFolder } from './bundled-models.ts'

export type NeuralCore = {
  readonly folder: DataFolder
  readonly launchProcess: LaunchProcess
}

/** What needs a model: its engines, calls and jobs, joined to the rest by `composition-root.ts`. */
export type Neural = {
  readonly inference: Inference
  readonly models: ModelShelf
  readonly engines: readonly MusicEngine[]
  readonly handlers: Pick<StudioHandlers, never>
  readonly jobs: readonly JobDefinition[]
  close(): Promise<void>
}

/** The half of the composition root that is about models. */
export const composeNeural = ({ folder, launchProcess }: NeuralCore): Neural => {
  const catalog = readCatalog()
  const models = createModelShelf(folder.models, bundledModelsFolder(), () => catalog.models.map(({ id }) => id))
  const inference = createInference({
    launch: launchProcess,
    settings: () => ({ providers: PROVIDERS, threads: availableParallelism(), memoryCeilingBytes: totalmem() / 2 }),
  })
  return { inference, models, engines: [], handlers: {}, jobs: [], close: () => inference.close() }
}
