import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { getLogger } from '@logtape/logtape'
import about from '../../package.json' with { type: 'json' }
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import { createAudioService, createSurroundingsAnalyser } from '../audio/index.ts'
import { createCompJob, createEditingHandlers, createEditingPool, createExtendJob, createRegenerateJob } from '../editing/index.ts'
import { createEnhanceJob, createEnhancementHandlers } from '../enhancement/index.ts'
import {
  createEngineShelf,
  createGenerateJob,
  createGenerationHandlers,
  createNoteRenderer,
  createScoreEngine,
  createVerifyJob,
  type EngineShelf,
  type GenerateParts,
  INSTRUMENTS,
  scoreWorkerUrl,
} from '../generation/index.ts'
import { jobsHandlers } from '../jobs/index.ts'
import { memoryRepository } from '../knowledge/index.ts'
import {
  batchEditHandlers,
  coverHandlers,
  createCoverStore,
  createImportHandlers,
  createImportJob,
  createLibraryUpkeep,
  createTrackReader,
  createTrackWriters,
  type ImportHandlers,
  libraryHandlers,
} from '../library/index.ts'
import type { Sealing } from '../llm/index.ts'
import type { ChooseFolder, ChooseSavePath, MixdownHandlers } from '../mixdown/index.ts'
import { openDatabase } from '../platform/database/index.ts'
import { createEvents, type Events } from '../platform/events.ts'
import { type AudioStore, createAudioStore, createDataFolder, createWorkFolders, type DataFolder } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createJobService, identifyThisProcess, type JobService } from '../platform/jobs/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import { createThreadPool } from '../platform/threads/thread-pool.ts'
import { createLibrarySongs, createProjectHandlers, createProjectService } from '../project/index.ts'
import { isProjectFile, openProjectFile, writeProjectFile } from '../project-file/index.ts'
import type { RightsService } from '../rights/index.ts'
import {
  backupsExist,
  createSettingsService,
  diskHasRoom,
  type Examination,
  folderIsWritable,
  libraryIsSound,
  type SettingsService,
  settingsHandlers,
} from '../settings/index.ts'
import type { TranscriptionHandlers } from '../transcription/index.ts'
import type { VoiceHandlers } from '../voice/index.ts'
import { createAudioLayouts } from './audio-layouts.ts'
import { composeAgents } from './compose-agents.ts'
import { composeHistory } from './compose-history.ts'
import { composeIntake, type Intake } from './compose-intake.ts'
import { composeKnowledge } from './compose-knowledge.ts'
import { composeLlm } from './compose-llm.ts'
import { composeMixdown } from './compose-mixdown.ts'
import { composeQuality } from './compose-quality.ts'
import { composeRights } from './compose-rights.ts'
import { composeStudios, studioMemory } from './compose-studios.ts'
import { composeTranscription } from './compose-transcription.ts'
import { composeVoice } from './compose-voice.ts'
import { composeListening } from './listening.ts'
import { createMediaFiles } from './media-files.ts'
import { composeModelStore, type ModelStore } from './model-store.ts'
import { composeNeural } from './neural.ts'
import { createOfferDesk, type OfferDesk } from './offers.ts'
import { soundFontIsThere, soundFontPath } from './sound-font.ts'

/** Part of what the built-in engine's bytes depend on: raise it when the same plan and seed sound different. */
const SCORE_ENGINE_VERSION = '1'

export type StudioOptions = {
  readonly folder: DataFolder
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** the command line runs what it asked for itself and leaves the rest to the window */
  readonly claimOnlyOwn: boolean
  /** starts processes of our own: Electron's in the window, Node's under the command line */
  readonly launchProcess: LaunchProcess
  /** asks where a file goes; the command line names its path itself */
  readonly chooseSavePath?: ChooseSavePath
  readonly chooseFolder?: ChooseFolder
  /** how the desktop keeps secrets */
  readonly sealing?: Sealing
}

/** Everything without a desktop: what the window and the command line share. */
export type Studio = {
  readonly folder: DataFolder
  readonly handlers: Omit<StudioHandlers, 'desktop'>
  readonly events: Events
  readonly jobs: JobService
  readonly settings: SettingsService
  readonly store: AudioStore
  readonly offers: OfferDesk
  /** for those who may say paths themselves: the command line, agents */
  readonly importPaths: ImportHandlers['importPaths']
  readonly watchPaths: Intake['outside']['watchPaths']
  readonly tagFiles: Intake['outside']['tagFiles']
  readonly olderFolders: Intake['outside']['olderFolders']
  readonly exportTrack: MixdownHandlers['exportTrack']
  readonly exportMany: MixdownHandlers['exportMany']
  readonly exportHandoff: MixdownHandlers['exportHandoff']
  readonly exportStems: MixdownHandlers['exportStems']
  readonly importModels: ModelStore['handlers']['importPaths']
  readonly provenanceOf: RightsService['manifestOf']
  readonly writeMidi: TranscriptionHandlers['writeMidi']
  readonly transcribeFile: VoiceHandlers['transcribeFile']
  readonly mayUseMicrophone: () => boolean
  readonly mediaFile: ReturnType<typeof createMediaFiles>
  readonly dragFile: ReturnType<typeof composeMixdown>['dragFile']
  /** what is due once the studio is up: old trash, a daily backup */
  tidy(): Promise<void>
  close(): Promise<void>
}

/** The only place where constructors meet. Opens the library, and begins to work on what waits in the queue. */
export const createStudio = async ({ folder, env, now, claimOnlyOwn, launchProcess, ...dialogs }: StudioOptions): Promise<Studio> => {
  createDataFolder(folder)
  const log = getLogger(['segno', 'studio'])
  const events = createEvents((cause) => log.error('a listener failed', { cause }))
  const ids = createIdSource(randomBytes, now)
  const database = await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now })
  const settings = await createSettingsService({ database, events, now })
  const store = createAudioStore(folder.audio, now)
  const covers = createCoverStore(join(folder.root, 'covers'))
  const identity = identifyThisProcess(randomBytes)
  const jobs = createJobService({
    database,
    events,
    ids,
    now,
    workFolders: createWorkFolders(folder.work),
    identity,
    claimOnlyOwn,
  })
  const drawSeed = () => randomInt(0x1_0000_0000)
  const newGroupId = () => `grp_${randomBytes(8).toString('hex')}`

  const library = { database, audio: store, events, ids, now }
  const tracks = createTrackReader(database.query)
  const writers = createTrackWriters(library)
  const upkeep = createLibraryUpkeep(library)
  const project = createProjectService({ database, songs: createLibrarySongs(now), events, now })

  const { renderThreads } = settings.current()
  const audio = createAudioService({
    peaksFolder: join(folder.cache, 'peaks'),
    spectraFolder: join(folder.cache, 'spectra'),
    pathOf: store.pathOf,
    threads: renderThreads,
  })
  const scorePool = createThreadPool(scoreWorkerUrl(), renderThreads)
  const editingPool = createEditingPool()
  const fontPath = soundFontPath(env)
  const memory = studioMemory(settings)
  const scoreEngine = createScoreEngine({
    soundFontPath: fontPath,
    cacheFolder: join(folder.cache, 'sounds'),
    version: SCORE_ENGINE_VERSION,
    pool: scorePool,
    memory,
    surroundings: createSurroundingsAnalyser(audio),
  })
  const neural = composeNeural({
    folder,
    launchProcess,
    settings,
    events,
    now,
    database,
    ids,
    store,
    tracks,
    writers,
    project,
    queue: jobs,
    engineFor: (take) => engines.forTake(take, 'stems'),
  })
  const engines: EngineShelf = createEngineShelf(scoreEngine, neural.engines)
  const studios = composeStudios({ settings, events, engine: scoreEngine, memory })

  const cite: GenerateParts['cite'] = (tx, trackId, influences) => memoryRepository(tx).cite(trackId, influences)
  const { examiner, quality } = composeQuality({ database, tracks, pathOf: store.pathOf, audio, settings })
  const generating = { engines, library: tracks, tracks: writers.tracks, audio: store, events, examiner, cite }
  const generateJob = createGenerateJob(generating)
  const generateWithModelJob = createGenerateJob(generating, 'gpu')
  const verifyJobs = { cpu: createVerifyJob({ engines, library: tracks, events }), gpu: createVerifyJob({ engines, library: tracks, events }, 'gpu') }
  const editing = {
    songs: tracks,
    takes: writers.takes,
    audio: store,
    engineFor: engines.forTake,
    findEngine: engines.find,
    measureLoudness: audio.measureLoudness,
    crossfadeMilliseconds: async () => settings.current().crossfadeMilliseconds,
    pool: editingPool,
    events,
    announce: project.announce,
  }
  const regenerateJobs = { cpu: createRegenerateJob(editing, 'cpu'), gpu: createRegenerateJob(editing, 'gpu') }
  const extendJobs = { cpu: createExtendJob(editing, 'cpu'), gpu: createExtendJob(editing, 'gpu') }
  const compJob = createCompJob(editing)
  const takeJobs = [...Object.values(regenerateJobs), ...Object.values(extendJobs), compJob]
  const enhanceJob = createEnhanceJob({ editing, tracks: writers.tracks, inference: neural.inference, models: neural.models })

  const offers = createOfferDesk(ids)
  const modelStore = composeModelStore({
    folder,
    env,
    inventory: neural.models,
    jobs,
    events,
    settings,
    offers,
    claimOnlyOwn,
    hardwareReport: neural.hardwareReport,
    inference: neural.inference,
  })
  const projectFiles = {
    database,
    db: database.query,
    store,
    events,
    ids,
    now,
    appVersion: about.version,
    stemsOf: neural.stems.listOfTrack,
    cite,
    influencesOf: memoryRepository(database.query).influencesOf,
  }
  const intake = composeIntake({
    database,
    events,
    now,
    jobs,
    settings,
    takeOffer: offers.take,
    folder,
    store,
    importParts: {
      audio,
      store,
      covers,
      library: tracks,
      tracks: writers.tracks,
      savedSongs: { isOne: isProjectFile, open: (...file) => openProjectFile(projectFiles, ...file) },
    },
  })
  const importJob = createImportJob({ ...intake.importParts, events })
  const importing = createImportHandlers({ takeOffer: offers.take, jobs, importJob })
  const { chooseSavePath = async () => undefined, chooseFolder = async () => undefined } = dialogs
  const llm = composeLlm({
    folder,
    env,
    database,
    events,
    settings,
    launchProcess,
    models: neural.models,
    hardwareReport: neural.hardwareReport,
    isSealed: modelStore.isSealed,
    sealing: dialogs.sealing,
    now,
  })
  const rights = composeRights({ library: tracks, project, stems: neural.stems, installed: neural.models, chooseSavePath })
  const mixdown = composeMixdown({
    dragFolder: join(folder.root, 'dragged'),
    audio,
    store,
    library: tracks,
    project,
    engines,
    separated: neural.stems,
    coverPathOf: ({ coverSha256 }) => (coverSha256 && covers.has(coverSha256) ? covers.pathOf(coverSha256) : undefined),
    influencesOf: async (trackId) => (await memoryRepository(database.query).influencesOf(trackId)).map(({ title }) => title),
    provenanceOf: async (trackId) => {
      const text = await rights.service.manifestOf(trackId)
      return text.ok ? text.value : undefined
    },
    writeProject: (...order) => writeProjectFile(projectFiles, ...order),
    jobs,
    events,
    chooseSavePath,
    chooseFolder,
  })
  const examine: Examination[] = [
    libraryIsSound(database),
    folderIsWritable(folder),
    diskHasRoom(folder),
    backupsExist(folder, now),
    soundFontIsThere(fontPath),
    ...neural.examinations,
    modelStore.examination,
  ]

  const listening = composeListening({
    database,
    events,
    now,
    jobs,
    settings,
    tracks,
    project,
    pathOf: store.pathOf,
    models: neural.models,
    inference: neural.inference,
  })

  const knowledge = composeKnowledge({
    folder,
    database,
    events,
    now,
    jobs,
    settings,
    tracks,
    models: neural.models,
    launchProcess,
    engines,
    similarity: listening.handlers.similarity,
  })
  examine.push(knowledge.examination)

  const transcription = composeTranscription({
    folder,
    database,
    tracks,
    store,
    jobs,
    renderNotes: createNoteRenderer(scorePool, { soundFontPath: fontPath, cacheFolder: join(folder.cache, 'sounds') }),
    chooseSavePath,
    events,
    now,
    inference: neural.inference,
    models: neural.models,
    stems: neural.stems,
  })

  const voice = composeVoice({ folder, jobs, audio, inference: neural.inference, models: neural.models, events, now })

  const editingHandlers = createEditingHandlers({
    songs: tracks,
    project,
    audio: store,
    pool: editingPool,
    compJob,
    crossfadeMilliseconds: editing.crossfadeMilliseconds,
    jobs,
    regenerateJobs,
    extendJobs,
    regenerators: () => ({
      engines: engines.list(),
      absent: neural.absentEngines.list().map(({ id, name }) => ({ way: 'continuation', modelId: id, name })),
    }),
    engineFor: engines.forTake,
    melodyCandidates: () => settings.current().melodyCandidates,
    drawSeed,
    newGroupId,
  })
  const history = composeHistory({ database, events, ids, now, identity, tracks, regenerate: editingHandlers.regenerate })

  const withoutAgents: Omit<Studio['handlers'], 'agents'> = {
    editing: editingHandlers,
    enhancement: createEnhancementHandlers({ songs: tracks, models: neural.models, jobs, enhanceJob, drawSeed, newGroupId }),
    generation: createGenerationHandlers({
      engines,
      studios: studios.rooms,
      instruments: INSTRUMENTS.map(({ id, name, roles }) => ({ id, name, roles: [...roles] })),
      library: tracks,
      jobs,
      generateJob,
      generateWithModelJob,
      absent: neural.absentEngines,
      verifyJob: verifyJobs.cpu,
      verifyWithModelJob: verifyJobs.gpu,
      leanOn: knowledge.leanOn,
      drawSeed,
      newGroupId,
    }),
    jobs: jobsHandlers(jobs),
    knowledge: knowledge.handlers,
    llm: llm.handlers,
    library: {
      ...libraryHandlers(library),
      ...coverHandlers({ ...library, actor: 'person' }, covers),
      ...batchEditHandlers({ database, history: history.service, now }),
      importOffered: importing.importOffered,
    },
    mixdown: mixdown.handlers,
    models: modelStore.handlers,
    project: createProjectHandlers(project, createAudioLayouts(store)),
    rights: rights.handlers,
    settings: settingsHandlers({
      service: settings,
      examine: () => Promise.all(examine.map((look) => look())),
      choosePath: (name) => chooseSavePath(name, 'json'),
    }),
    ...neural.handlers,
    ...listening.handlers,
    ...history.handlers,
    transcription: transcription.handlers,
    voice: voice.handlers,
    studios: studios.handlers,
    ...intake.handlers,
  }

  const handlers: Studio['handlers'] = {
    ...withoutAgents,
    agents: composeAgents({
      // what agents do to the library is written in their name
      studio: {
        ...withoutAgents,
        library: {
          ...withoutAgents.library,
          ...libraryHandlers({ ...library, actor: 'agent' }),
          ...batchEditHandlers({ database, history: history.service, now, actor: 'agent' }),
        },
      },
      model: llm.languageModel,
      quality,
      tracks,
      project,
      jobs,
      events,
      studioName: studios.openName,
    }),
  }

  await modelStore.tidy(now()).catch((cause) => log.error('the models’ folder could not be tidied', { cause }))
  await jobs.start([
    generateJob,
    generateWithModelJob,
    ...Object.values(verifyJobs),
    ...takeJobs,
    enhanceJob,
    importJob,
    ...mixdown.jobs,
    ...neural.jobs,
    ...modelStore.jobs,
    ...listening.jobs,
    ...knowledge.jobs,
    ...transcription.jobs,
    ...voice.jobs,
    ...intake.jobs,
  ])
  await history.recover()
  if (!claimOnlyOwn) {
    listening.begin()
    knowledge.begin()
    intake.begin()
  }
  const stopWatching = upkeep.watch()
  const stopHistory = history.begin()

  return {
    folder,
    handlers,
    events,
    jobs,
    settings,
    store,
    offers,
    importPaths: importing.importPaths,
    ...intake.outside,
    exportTrack: mixdown.outside.exportTrack,
    exportMany: mixdown.outside.exportMany,
    exportHandoff: mixdown.outside.exportHandoff,
    exportStems: mixdown.outside.exportStems,
    provenanceOf: rights.service.manifestOf,
    writeMidi: transcription.handlers.writeMidi,
    transcribeFile: voice.handlers.transcribeFile,
    mayUseMicrophone: voice.mayUseMicrophone,
    importModels: modelStore.handlers.importPaths,
    mediaFile: createMediaFiles(store, covers, audio, (sha256, cause) => log.warn('no picture of {sha256}', { sha256, cause })),
    dragFile: mixdown.dragFile,
    async tidy() {
      await upkeep.tidy(settings.current().trashDays)
      await history.tidy()
      await transcription.tidy()
      await voice.tidy()
      await database.backUpDaily()
    },
    async close() {
      stopWatching()
      stopHistory()
      intake.rest()
      studios.manager.close()
      await jobs.close()
      modelStore.close()
      await Promise.all([
        scorePool.close(),
        editingPool.close(),
        audio.close(),
        neural.close(),
        llm.close(),
        listening.close(),
        knowledge.close(),
        intake.close(),
      ])
      settings.close()
      await database.close()
    },
  }
}
