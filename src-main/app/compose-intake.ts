import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import {
  createDuplicateHandlers,
  createFingerprintJob,
  createImportHandlers,
  createImportJob,
  createImportPlaces,
  createOlderHandlers,
  createOlderJob,
  createReadJob,
  createSoundAlikes,
  createTagHandlers,
  createTagJob,
  createTagPool,
  createTagWriter,
  createWatchedFolders,
  fingerprintRepository,
  type ImportHandlers,
  type OlderFolders,
  readAny,
  type SavedSongs,
  type TagFiles,
  trackFiles,
  type WatchedFolderHandlers,
} from '../library/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Core } from './compose-core.ts'
import type { OfferDesk } from './offers.ts'
import { createLyricsOf } from './words-of-songs.ts'

export type IntakeCore = Core & {
  readonly takeOffer: OfferDesk['take']
  readonly savedSongs: SavedSongs
  /** a step of the library’s history */
  readonly performStep: Parameters<typeof createReadJob>[0]['performStep']
}

/** The part of the composition root that is about how songs come in. `begin` starts what the window does by itself. */
export type Intake = {
  readonly importOffered: ImportHandlers['importOffered']
  readonly handlers: Pick<StudioHandlers, 'watchedFolders' | 'duplicates' | 'fileTags' | 'olderStudio'>
  readonly outside: {
    readonly importPaths: ImportHandlers['importPaths']
    readonly watchPaths: WatchedFolderHandlers['addPaths']
    readonly tagFiles: TagFiles
    readonly olderFolders: OlderFolders
  }
  readonly jobs: readonly JobDefinition[]
  begin(): void
  /** nothing begins by itself any more */
  rest(): void
  close(): Promise<void>
}

export const composeIntake = (core: IntakeCore): Intake => {
  const {
    database,
    reading,
    events,
    now,
    jobs,
    background,
    takeOffer,
    folder,
    store,
    covers,
    audio,
    savedSongs,
    tracks: library,
    writers,
    project,
    performStep,
  } = core
  const soundAlikes = createSoundAlikes({ database, events, now, audio })
  const importing = createImportPlaces(events, audio.takeInPlaces)
  const importParts = { audio, store, covers, library, tracks: writers.tracks, files: trackFiles(database.query), savedSongs, soundAlikes }
  const importJob = createImportJob({ ...importParts, events, places: importing.places })
  const { importOffered, importPaths } = createImportHandlers({ takeOffer, jobs, importJob })
  const watched = createWatchedFolders({
    database,
    events,
    now,
    jobs,
    takeOffer,
    dataFolder: folder.root,
    places: importing.places,
    readFile: (path, groupId, workFolder, context) => readAny(importParts, path, groupId, workFolder, context),
  })
  const fingerprintJob = createFingerprintJob({ database, reading, events, now, pathOf: store.pathOf, audio, untilQuiet: background.untilQuiet })
  const fingerprinting = background.work({
    definition: fingerprintJob,
    countWaiting: fingerprintRepository(reading).countWaiting,
    title: (count) => (count === 1 ? 'Compare a song with the others' : `Compare ${count} songs with the others`),
    after: ['library.changed'],
  })
  const tagPool = createTagPool()
  const writer = createTagWriter({ database, audio, pool: tagPool, now })
  const lyricsOf = createLyricsOf({ project, library })
  const tagJob = createTagJob({ writer, events, lyricsOf })
  const readJob = createReadJob({ database, events, covers, performStep })
  const tags = createTagHandlers({ database, library, writer, covers, lyricsOf, tagJob, readJob, jobs })
  const olderJob = createOlderJob({ ...importParts, events, places: importing.places })
  const older = createOlderHandlers({ takeOffer, jobs, olderJob })
  return {
    importOffered,
    handlers: {
      watchedFolders: watched.handlers,
      duplicates: createDuplicateHandlers({ database, reading, jobs, fingerprintJob, library }),
      fileTags: tags.handlers,
      olderStudio: older.handlers,
    },
    outside: { importPaths, watchPaths: watched.handlers.addPaths, tagFiles: tags.files, olderFolders: older.folders },
    jobs: [importJob, watched.job, fingerprintJob, tagJob, readJob, olderJob],
    begin() {
      watched.begin()
      fingerprinting.begin()
    },
    rest() {
      importing.close()
      fingerprinting.close()
      watched.rest()
    },
    async close() {
      await Promise.all([watched.close(), tagPool.close()])
    },
  }
}
