import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import { getLogger } from '@logtape/logtape'
import { createAudioService } from '../audio/index.ts'
import { createCoverStore, createTrackReader, createTrackWriters } from '../library/index.ts'
import { createReadingThread, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createAudioStore, createDataFolder, createWorkFolders } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createJobService, identifyThisProcess } from '../platform/jobs/index.ts'
import { createLibrarySongs, createProjectService } from '../project/index.ts'
import { createSettingsService, setAsideIn } from '../settings/index.ts'
import { createBackground } from './background.ts'
import { songInfluences } from './song-influences.ts'
import type { StudioOptions } from './studio-options.ts'

/** What every part stands on: the library's files and rows, the settings, the queue, and who reads, writes and plays songs. Opens the library. */
export const composeCore = async ({ chooseSavePath = async () => undefined, chooseFolder = async () => undefined, ...options }: StudioOptions) => {
  const { folder, now, claimOnlyOwn } = options
  createDataFolder(folder)
  const log = getLogger(['segno', 'studio'])
  const events = createEvents((cause) => log.error('a listener failed', { cause }))
  const ids = createIdSource(randomBytes, now)
  const database = await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now, writesInThread: !claimOnlyOwn })
  const settings = await createSettingsService({ database, events, now, setAside: setAsideIn(join(folder.root, 'set-aside')) })
  const store = createAudioStore(folder.audio, now)
  const identity = identifyThisProcess(randomBytes)
  // a command reads the library for its own answer, and waits for it
  const readingThread = claimOnlyOwn ? undefined : createReadingThread(database.path)
  const workFolders = createWorkFolders(folder.work)
  const jobs = createJobService({ database, events, ids, now, workFolders, identity, claimOnlyOwn })
  return {
    ...options,
    chooseSavePath,
    chooseFolder,
    log,
    events,
    ids,
    database,
    /** for what reads the whole library: main is not held meanwhile */
    reading: readingThread?.query ?? database.query,
    closeReading: async () => readingThread?.close(),
    settings,
    store,
    covers: createCoverStore(join(folder.root, 'covers')),
    identity,
    jobs,
    background: createBackground(jobs, events, settings),
    tracks: createTrackReader(database.query),
    writers: createTrackWriters({ database, audio: store, events, ids, now }),
    influences: songInfluences(database),
    project: createProjectService({ database, songs: createLibrarySongs(now), events, now }),
    audio: createAudioService({
      peaksFolder: join(folder.cache, 'peaks'),
      spectraFolder: join(folder.cache, 'spectra'),
      pathOf: store.pathOf,
      threads: settings.current().renderThreads,
    }),
    drawSeed: () => randomInt(0x1_0000_0000),
    newGroupId: () => `grp_${randomBytes(8).toString('hex')}`,
  }
}

export type Core = Awaited<ReturnType<typeof composeCore>>
