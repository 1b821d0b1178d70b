import { join } from 'node:path'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { IdSource } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { type AbsentEngines, createVampnetEngine, listMusicgenEngines } from '../generation/index.ts'
import { createHardwareService, hardwareHandlers, modelsHaveHardware } from '../hardware/index.ts'
import { createInference, type Inference } from '../inference/index.ts'
import type { createTrackWriters, TrackReader } from '../library/index.ts'
import { createModelShelf, type ModelInventory, readCatalog } from '../models/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore, DataFolder } from '../platform/files/index.ts'
import type { JobDefinition, JobQueue } from '../platform/jobs/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import type { ProjectService } from '../project/index.ts'
import { createPlayStemsJob, createSeparateJob, createSeparationHandlers, createStemShelf, type StemShelf } from '../separation/index.ts'
import type { Examination, SettingsService } from '../settings/index.ts'
import { createAbsentEngines } from './absent-engines.ts'
import { bundledModelsFolder } from './bundled-models.ts'

export type NeuralCore = {
  readonly folder: DataFolder
  readonly launchProcess: LaunchProcess
  readonly settings: SettingsService
  readonly events: Events
  readonly now: () => number
  readonly database: Database
  readonly ids: IdSource
  readonly store: AudioStore
  readonly tracks: TrackReader
  readonly writers: ReturnType<typeof createTrackWriters>
  readonly project: ProjectService
  readonly queue: Pick<JobQueue, 'enqueue'>
  /** asked when work begins: the shelf of engines is made of ours too */
  readonly engineFor: (take: Take) => MusicEngine
}

/** What needs a model: its engines, calls and jobs, joined to the rest by `composition-root.ts`. */
export type Neural = {
  readonly inference: Inference
  readonly models: ModelInventory
  readonly stems: StemShelf
  /** of the models that are installed now */
  readonly engines: () => readonly MusicEngine[]
  readonly absentEngines: AbsentEngines
  readonly handlers: Pick<StudioHandlers, 'hardware' | 'separation'>
  readonly jobs: readonly JobDefinition[]
  readonly examinations: readonly Examination[]
  /** this machine, measured once */
  readonly hardwareReport: () => Promise<HardwareReport>
  close(): Promise<void>
}

/** The half of the composition root that is about models. */
export const composeNeural = (core: NeuralCore): Neural => {
  const { folder, launchProcess, settings, events, now, database, ids, store, tracks, writers, project, queue, engineFor } = core
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
  const stems = createStemShelf({ database, audio: store, project, events, ids, now })
  const splitting = { inference, models, library: tracks, audio: store, stems, events, engineFor }
  const separateJob = createSeparateJob(splitting)
  const playStemsJob = createPlayStemsJob(splitting)
  const inPainting = catalog.models.find(({ task }) => task === 'in-painting')
  const inPainters = inPainting ? [createVampnetEngine({ models, inference, offered: inPainting })] : []
  return {
    inference,
    models,
    stems,
    engines: () => [...inPainters, ...listMusicgenEngines(models, { inference })],
    absentEngines: createAbsentEngines(catalog, models),
    handlers: {
      hardware: hardwareHandlers(hardware),
      separation: createSeparationHandlers({
        library: tracks,
        tracks: writers.tracks,
        models,
        stems,
        jobs: queue,
        separateJob,
        playStemsJob,
        engineFor,
        events,
      }),
    },
    jobs: [separateJob, playStemsJob],
    examinations: [modelsHaveHardware(hardware)],
    hardwareReport: hardware.report,
    close: () => inference.close(),
  }
}
