import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWatchedFolders, type ImportedFile, type ImportParts, importFile, type SavedSongs, type WatchedFolderHandlers } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { JobDefinition, JobService } from '../platform/jobs/index.ts'
import type { OfferDesk } from './offers.ts'

export type IntakeCore = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly takeOffer: OfferDesk['take']
  readonly folder: DataFolder
  readonly importParts: ImportParts & { readonly savedSongs: SavedSongs }
}

/** The part of the composition root that is about how songs come in. `begin` starts what the window does by itself. */
export type Intake = {
  readonly handlers: Pick<StudioHandlers, 'watchedFolders'>
  readonly outside: { readonly watchPaths: WatchedFolderHandlers['addPaths'] }
  readonly jobs: readonly JobDefinition[]
  begin(): void
  /** nothing begins by itself any more */
  rest(): void
  close(): Promise<void>
}

export const composeIntake = ({ database, events, now, jobs, takeOffer, folder, importParts }: IntakeCore): Intake => {
  const importOne = async (path: string, groupId: string, workFolder: string, context: WorkContext): Promise<ImportedFile> =>
    (await importParts.savedSongs.isOne(path))
      ? importParts.savedSongs.open(path, workFolder, context)
      : importFile(importParts, path, groupId, workFolder, context)
  const watched = createWatchedFolders({ database, events, now, jobs, takeOffer, dataFolder: folder.root, importOne })
  return {
    handlers: { watchedFolders: watched.handlers },
    outside: { watchPaths: watched.handlers.addPaths },
    jobs: [watched.job],
    begin: watched.begin,
    rest: watched.rest,
    close: watched.close,
  }
}
