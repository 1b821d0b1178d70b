import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import {
  createDuplicateHandlers,
  createFingerprintJob,
  createOlderHandlers,
  createOlderJob,
  createSoundAlikes,
  createTagHandlers,
  createTagJob,
  createTagPool,
  createTagWriter,
  createWatchedFolders,
  fingerprintRepository,
  type ImportedFile,
  type ImportParts,
  importFile,
  type OlderFolders,
  type SavedSongs,
  type TagFiles,
  trackFiles,
  type WatchedFolderHandlers,
} from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore, DataFolder } from '../platform/files/index.ts'
import { createQuietWork, type JobDefinition, type JobService, untilQuiet } from '../platform/jobs/index.ts'
import type { SettingsService } from '../settings/index.ts'
import type { OfferDesk } from './offers.ts'

/** How long the studio must have been quiet before it compares older songs by itself. */
const QUIET_MILLISECONDS = 5_000

export type IntakeCore = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly settings: SettingsService
  readonly takeOffer: OfferDesk['take']
  readonly folder: DataFolder
  readonly store: AudioStore
  readonly importParts: ImportParts &
    Pick<Parameters<typeof createFingerprintJob>[0], 'audio'> &
    Pick<Parameters<typeof createTagWriter>[0], 'audio'> & { readonly savedSongs: SavedSongs }
}

/** The part of the composition root that is about how songs come in. `begin` starts what the window does by itself. */
export type Intake = {
  readonly importParts: ImportParts & { readonly savedSongs: SavedSongs }
  readonly handlers: Pick<StudioHandlers, 'watchedFolders' | 'duplicates' | 'fileTags' | 'olderStudio'>
  readonly outside: { readonly watchPaths: WatchedFolderHandlers['addPaths']; readonly tagFiles: TagFiles; readonly olderFolders: OlderFolders }
  readonly jobs: readonly JobDefinition[]
  begin(): void
  /** nothing begins by itself any more */
  rest(): void
  close(): Promise<void>
}

export const composeIntake = (core: IntakeCore): Intake => {
  const { database, events, now, jobs, settings, takeOffer, folder, store } = core
  const { audio, library } = core.importParts
  const files = trackFiles(database.query)
  const importParts = { ...core.importParts, files, soundAlikes: createSoundAlikes({ database, events, now, audio }) }
  const importOne = async (path: string, groupId: string, workFolder: string, context: WorkContext): Promise<ImportedFile> =>
    (await importParts.savedSongs.isOne(path))
      ? importParts.savedSongs.open(path, workFolder, context)
      : importFile(importParts, path, groupId, workFolder, context)
  const watched = createWatchedFolders({ database, events, now, jobs, takeOffer, dataFolder: folder.root, importOne })
  const fingerprintJob = createFingerprintJob({
    database,
    events,
    now,
    pathOf: store.pathOf,
    audio,
    untilQuiet: (signal, tell) => untilQuiet(jobs, signal, tell),
  })
  const quietFingerprinting = createQuietWork({
    jobs,
    events,
    definition: fingerprintJob,
    payload: { isBackground: true },
    quietMilliseconds: QUIET_MILLISECONDS,
    async title() {
      if (!settings.current().listenInBackground) return undefined
      const count = await fingerprintRepository(database.query).countWaiting()
      return count === 0 ? undefined : count === 1 ? 'Compare a song with the others' : `Compare ${count} songs with the others`
    },
  })
  const tagPool = createTagPool()
  const writer = createTagWriter({ database, audio, pool: tagPool, now })
  const tagJob = createTagJob({ writer, events })
  const tags = createTagHandlers({ database, library, writer, tagJob, jobs })
  const olderJob = createOlderJob({ ...importParts, events })
  const older = createOlderHandlers({ takeOffer, jobs, olderJob })
  const stops: (() => void)[] = []
  return {
    importParts,
    handlers: {
      watchedFolders: watched.handlers,
      duplicates: createDuplicateHandlers({ database, jobs, fingerprintJob, library }),
      fileTags: tags.handlers,
      olderStudio: older.handlers,
    },
    outside: { watchPaths: watched.handlers.addPaths, tagFiles: tags.files, olderFolders: older.folders },
    jobs: [watched.job, fingerprintJob, tagJob, olderJob],
    begin() {
      watched.begin()
      stops.push(events.on('library.changed', quietFingerprinting.nudge), events.on('settings.changed', quietFingerprinting.nudge))
      quietFingerprinting.nudge()
    },
    rest() {
      for (const stop of stops) stop()
      quietFingerprinting.close()
      watched.rest()
    },
    async close() {
      await Promise.all([watched.close(), tagPool.close()])
    },
  }
}
