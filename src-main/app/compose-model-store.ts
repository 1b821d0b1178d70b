import { availableParallelism, totalmem } from 'node:os'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import type { Machine } from '../../src-shared/models/fit.ts'
import { describeLora, type Inference } from '../inference/index.ts'
import {
  createCheckModelsJob,
  createImportModelsJob,
  createModelFolders,
  createModelsHandlers,
  createPullJob,
  type ModelInventory,
  type ModelsHandlers,
  modelsAreWhole,
  readCatalog,
  readNpmConfig,
} from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import { createWeb } from '../platform/http/index.ts'
import type { JobDefinition, JobService } from '../platform/jobs/index.ts'
import type { Examination, SettingsService } from '../settings/index.ts'
import type { OfferDesk } from './offers.ts'

export type ModelStoreCore = {
  readonly folder: DataFolder
  readonly env: Readonly<Record<string, string | undefined>>
  readonly inventory: ModelInventory
  readonly jobs: JobService
  readonly events: Events
  readonly settings: SettingsService
  readonly offers: OfferDesk
  readonly claimOnlyOwn: boolean
  readonly hardwareReport: () => Promise<HardwareReport>
  readonly inference: Pick<Inference, 'run'>
}

export type ModelStore = {
  readonly handlers: ModelsHandlers
  readonly isSealed: () => boolean
  readonly jobs: readonly JobDefinition[]
  readonly examination: Examination
  tidy(now: number): Promise<void>
  close(): void
}

/** The measured machine; its memory and cores alone where the measurement failed (the health report says why). */
const machineOf = async (report: () => Promise<HardwareReport>): Promise<Machine> => {
  try {
    const { memoryBytes, cores, provider, providers, graphics, gigaflops, threads } = await report()
    const works = provider === 'cpu' ? undefined : providers.find((one) => one.provider === provider && one.works)
    return {
      memoryBytes,
      cores,
      speed: { gigaflops, threads },
      ...(works && { card: { name: graphics?.name ?? works.name, memoryBytes: graphics?.memoryBytes } }),
    }
  } catch {
    return { memoryBytes: totalmem(), cores: availableParallelism() }
  }
}

const isSet = (word: string | undefined): boolean => word !== undefined && !['', '0', 'false', 'no', 'off'].includes(word.toLowerCase())

/** How models get here: the catalogue, the only way out to the network, and the jobs that fetch, check and take in. */
export const composeModelStore = (core: ModelStoreCore): ModelStore => {
  const { folder, env, inventory, jobs, events, settings, offers, claimOnlyOwn, hardwareReport } = core
  const catalog = readCatalog()
  const folders = createModelFolders(folder.models)
  const byEnvironment = isSet(env.SEGNO_SEALED)
  const isSealed = () => byEnvironment || settings.current().isSealed
  const web = createWeb({ isSealed, userAgent: 'segno-studio' })
  const pullJob = createPullJob({ catalog, folders, inventory, events, web, env, npmConfig: () => readNpmConfig(env) })
  const checkJob = createCheckModelsJob(inventory, events)
  const importJob = createImportModelsJob({
    catalog,
    folders,
    inventory,
    events,
    mergeLora: (order, context) => core.inference.run('lora.merge', order, context),
  })
  return {
    handlers: createModelsHandlers({
      catalog,
      inventory,
      folders,
      jobs,
      pullJob,
      checkJob,
      importJob,
      events,
      machine: () => machineOf(hardwareReport),
      seal: () => ({ isSealed: isSealed(), byEnvironment }),
      takeOffer: offers.take,
      lookAtOffer: offers.lookAt,
      describeLora,
      runsOnlyOwn: claimOnlyOwn,
    }),
    isSealed,
    jobs: [pullJob, checkJob, importJob],
    examination: modelsAreWhole(inventory),
    tidy: (now) => folders.tidy(now),
    close: () => web.close(),
  }
}
