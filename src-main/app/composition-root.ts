import { join } from 'node:path'
import { jobsHandlers } from '../jobs/index.ts'
import { createProjectHandlers } from '../project/index.ts'
import { createAudioLayouts } from './audio-layouts.ts'
import { composeAgents } from './compose-agents.ts'
import { composeCore } from './compose-core.ts'
import { composeEditing } from './compose-editing.ts'
import { composeEngines } from './compose-engines.ts'
import { composeGeneration } from './compose-generation.ts'
import { composeHistory } from './compose-history.ts'
import { composeIntake } from './compose-intake.ts'
import { composeKnowledge } from './compose-knowledge.ts'
import { composeLibrary } from './compose-library.ts'
import { composeListening } from './compose-listening.ts'
import { composeLlm } from './compose-llm.ts'
import { composeMixdown } from './compose-mixdown.ts'
import { composeModelStore } from './compose-model-store.ts'
import { composeProjectFiles } from './compose-project-files.ts'
import { composeQuality } from './compose-quality.ts'
import { composeRights } from './compose-rights.ts'
import { composeSettings } from './compose-settings.ts'
import { composeTranscription } from './compose-transcription.ts'
import { composeVoice } from './compose-voice.ts'
import { createMediaFiles } from './media-files.ts'
import { createOfferDesk } from './offers.ts'
import type { Studio } from './studio.ts'
import type { StudioOptions } from './studio-options.ts'

/** Where the parts meet. Opens the library, and begins to work on what waits in the queue. */
export const createStudio = async (options: StudioOptions): Promise<Studio> => {
  const core = await composeCore(options)
  const { folder, now, claimOnlyOwn, log, events, database, settings, store, covers, jobs, tracks, influences, project, audio, ids } = core
  const offers = createOfferDesk(ids)
  const sounding = { ...core, pathOf: store.pathOf }

  const { neural, engines, studios, ...music } = composeEngines(core)
  const { inference, models, stems, hardwareReport } = neural
  const withModels = { ...sounding, inference, models, stems, hardwareReport, engines }

  const modelStore = composeModelStore({ ...withModels, inventory: models, offers })
  const projectFiles = composeProjectFiles(withModels)
  const intake = composeIntake({
    ...core,
    takeOffer: offers.take,
    savedSongs: projectFiles.savedSongs,
    performStep: (...step) => history.service.perform(...step),
  })
  const llm = composeLlm({ ...withModels, isSealed: modelStore.isSealed })
  const rights = composeRights({ ...withModels, library: tracks, installed: models })
  const mixdown = composeMixdown({
    ...withModels,
    dragFolder: join(folder.root, 'dragged'),
    library: tracks,
    separated: stems,
    coverPathOf: ({ coverSha256 }) => (coverSha256 && covers.has(coverSha256) ? covers.pathOf(coverSha256) : undefined),
    influencesOf: async (trackId) => (await influences.influencesOf(trackId)).map(({ title }) => title),
    async provenanceOf(trackId) {
      const text = await rights.service.manifestOf(trackId)
      return text.ok ? text.value : undefined
    },
    beatOf: (...asked) => listening.beatOf(...asked),
    writeProject: projectFiles.writeProject,
  })
  const listening = composeListening(withModels)
  const knowledge = composeKnowledge({ ...withModels, similarity: listening.handlers.similarity })
  const transcription = composeTranscription({ ...withModels, renderNotes: music.renderNotes })
  const voice = composeVoice(withModels)
  const { examiner, quality } = composeQuality(sounding)
  const generation = composeGeneration({ ...core, engines, absent: neural.absentEngines, rooms: studios.rooms, examiner, leanOn: knowledge.leanOn })
  const editing = composeEditing({ ...withModels, absentEngines: neural.absentEngines })
  const history = composeHistory({ ...core, regenerate: editing.handlers.editing.regenerate })
  const library = composeLibrary({ ...core, claimOnlyOwn, history: history.service, importOffered: intake.importOffered })

  const withoutAgents: Omit<Studio['handlers'], 'agents'> = {
    generation: generation.handlers,
    jobs: jobsHandlers(jobs),
    knowledge: knowledge.handlers,
    library: library.handlersFor('person'),
    llm: llm.handlers,
    mixdown: mixdown.handlers,
    models: modelStore.handlers,
    project: createProjectHandlers(project, createAudioLayouts(store), audio.leaveSpectrum),
    rights: rights.handlers,
    settings: composeSettings(core, [music.examination, ...neural.examinations, modelStore.examination, knowledge.examination]),
    studios: studios.handlers,
    transcription: transcription.handlers,
    voice: voice.handlers,
    ...editing.handlers,
    ...history.handlers,
    ...intake.handlers,
    ...listening.handlers,
    ...neural.handlers,
  }
  const agents = composeAgents({
    ...core,
    // what agents do to the library is written in their name
    studio: { ...withoutAgents, library: library.handlersFor('agent') },
    model: llm.languageModel,
    quality,
    studioName: studios.openName,
  })

  await modelStore.tidy(now()).catch((cause) => log.error('the models’ folder could not be tidied', { cause }))
  const working = [generation, editing, mixdown, neural, modelStore, listening, knowledge, transcription, voice, intake]
  await jobs.start(working.flatMap((part) => [...part.jobs]))
  await history.recover()
  // a window tidies by itself when it is up; a command has no such time
  if (claimOnlyOwn) await library.recover()
  if (!claimOnlyOwn) for (const part of [listening, knowledge, intake]) part.begin()
  const stopWatching = library.watch()
  const stopHistory = history.begin()

  return {
    folder,
    handlers: { ...withoutAgents, agents },
    events,
    jobs,
    settings,
    store,
    offers,
    ...intake.outside,
    giveAlbumCover: library.giveAlbumCover,
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
      for (const part of [library, history, transcription, voice]) await part.tidy()
      await database.backUpDaily()
    },
    async close() {
      stopWatching()
      await stopHistory()
      intake.rest()
      studios.manager.close()
      await jobs.close()
      modelStore.close()
      await Promise.all([music, editing, audio, llm, listening, knowledge, intake, library].map((part) => part.close()))
      await settings.close()
      await core.closeReading()
      await database.close()
    },
  }
}
