import { join } from 'node:path'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import { createHardwareService, hardwareHandlers, modelsHaveHardware } from '../hardware/index.ts'
import { createInference, type Inference } from '../inference/index.ts'
import { createModelShelf, type ModelShelf, readCatalog } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import type { Examination, SettingsService } from '../settings/index.ts'
import { bundledModelsFolder } from './bundled-models.ts'

export type NeuralCore = {
  readonly folder: DataFolder
  readonly launchProcess: LaunchProcess
  readonly settings: SettingsService
  readonly events: Events
  readonly now: () => number
}

/** What needs a model: its engines, calls and jobs, joined to the rest by `composition-root.ts`. */
export type Neural = {
  readonly inference: Inference
  readonly models: ModelShelf
  readonly engines: readonly MusicEngine[]
  readonly handlers: Pick<StudioHandlers, 'hardware'>
  readonly jobs: readonly JobDefinition[]
  readonly examinations: readonly Examination[]
  close(): Promise<void>
}

/** The half of the composition root that is about models. */
export const composeNeural = ({ folder, launchProcess, settings, events, now }: NeuralCore): Neural => {
  const catalog = readCatalog()
  const models = createModelShelf(folder.models, bundledModelsFolder(), () => catalog.models.map(({ id }) => id))
  const hardware = createHardwareService({
    inference: () => inference,
    choices: settings.current,
    cachePath: join(folder.cache, 'hardware.json'),
    events,
    now,
  })
  const inference = createInference({ launch: launchProcess, settings: hardware.sessionSettings })
  return {
    inference,
    models,
    engines: [],
    handlers: { hardware: hardwareHandlers(hardware) },
    jobs: [],
    examinations: [modelsHaveHardware(hardware)],
    close: () => inference.close(),
  }
}
