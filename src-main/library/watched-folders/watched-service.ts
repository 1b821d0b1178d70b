import { realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { getLogger } from '@logtape/logtape'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { WatchedFolder, watchedFolders } from '../../../src-shared/library/watched-folders.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import type { JobService } from '../../platform/jobs/index.ts'
import type { TakeOffer } from '../import/import-handlers.ts'
import { createLiveWatch } from './live-watch.ts'
import { createWalkPool } from './walk-pool.ts'
import { createWatchJob, type WatchJobParts } from './watch-job.ts'
import { type RemovedFolder, watchedRepository } from './watched-repository.ts'

const log = getLogger(['segno', 'watched-folders'])
/** Behind what people wait for. */
const PRIORITY = -50
/** A drive that comes back is seen so soon; folders that the system cannot watch are looked through so often. Milliseconds. */
const LOOK_FOR_DRIVES = 15_000
const LOOK_THROUGH = 5 * 60_000

export type WatchedFolderHandlers = Handlers<typeof watchedFolders> & {
  /** the same as `addOffered` for those who may say paths themselves */
  addPaths(paths: readonly string[]): ReturnType<Handlers<typeof watchedFolders>['addOffered']>
}
export type WatchedFolderParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly takeOffer: TakeOffer
  readonly dataFolder: string
} & Pick<WatchJobParts, 'readFile' | 'places'>

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (known) => known.isDirectory(),
    () => false,
  )

export const createWatchedFolders = ({ database, events, now, jobs, takeOffer, dataFolder, readFile, places }: WatchedFolderParts) => {
  const repository = watchedRepository(database.query)
  const pool = createWalkPool()
  let isLive = false
  let isClosed = false
  let lastRemoved: RemovedFolder | undefined

  const enqueue = async (path?: string) =>
    jobs.enqueue(job, { path }, { title: path === undefined ? 'Look through watched folders' : `Look through ${path}`, priority: PRIORITY })
  /** one look at a time is enough; a change during one asks again at its end */
  const again = new Set<string>()
  const look = async (path: string): Promise<void> => {
    if (isClosed) return
    const active = await jobs.list({ states: ['queued', 'running', 'paused'], limit: 500 })
    if (active.some(({ kind }) => kind === job.kind)) again.add(path)
    else await enqueue(path)
  }
  const lookSoon = (path: string): void =>
    void look(path).catch((cause) => isClosed || log.error('a watched folder could not be looked through', { path, cause }))
  const later = new Map<string, ReturnType<typeof setTimeout>>()
  const lookLater = (path: string, milliseconds: number): void => {
    clearTimeout(later.get(path))
    later.set(
      path,
      setTimeout(() => {
        later.delete(path)
        lookSoon(path)
      }, milliseconds + 500).unref(),
    )
  }
  const live = createLiveWatch(lookSoon)
  const job = createWatchJob({
    database,
    pool,
    now,
    events,
    readFile,
    places,
    onPausing: (path, milliseconds) => isLive && !isClosed && lookLater(path, milliseconds),
    onFolders: (path, folders) => isLive && !isClosed && live.setFolders(path, folders),
  })

  const addPaths: WatchedFolderHandlers['addPaths'] = async (paths) => {
    if (paths.length === 0) return err(failure('watched.nothing-offered', 'There is no folder to watch. Choose one.'))
    const whole: string[] = []
    for (const path of paths) {
      if (!(await isFolder(path))) return err(failure('watched.no-folder', `There is no folder ${path}. Choose one that is there.`))
      const real = await realpath(path)
      const own = await realpath(dataFolder)
      if (real === own || real.startsWith(own + sep) || own.startsWith(real.endsWith(sep) ? real : real + sep))
        return err(failure('watched.inside-studio', 'The studio keeps its own files there, so it cannot be watched. Choose another folder.'))
      whole.push(real)
    }
    await repository.add(whole, now())
    events.emit('watchedFolders.changed', {})
    return ok({ paths: whole, jobId: await enqueue(whole.length === 1 ? whole[0] : undefined) })
  }

  const handlers: WatchedFolderHandlers = {
    async list() {
      const counts = await repository.counts()
      const folders = await repository.folders()
      return ok(
        folders.map(({ path, added_at, scanned_at, state }): WatchedFolder => {
          const { waiting = 0, imported = 0, failed = 0, gone = 0 } = counts.get(path) ?? {}
          return {
            path,
            addedAt: added_at,
            ...(scanned_at !== null && { scannedAt: scanned_at }),
            state,
            watching: live.watchingOf(path),
            files: waiting + imported + failed,
            waiting,
            imported,
            failed,
            gone,
          }
        }),
      )
    },
    addPaths,
    addOffered: ({ offerId }) => addPaths(takeOffer(offerId) ?? []),
    async remove({ path }) {
      const removed = await database.transaction((tx) => watchedRepository(tx).remove(path))
      if (!removed) return err(failure('watched.not-watched', `The folder ${path} is not watched.`))
      lastRemoved = removed
      live.remove(path)
      events.emit('watchedFolders.changed', {})
      return ok({})
    },
    async restore({ path }) {
      const removed = lastRemoved
      if (removed?.folder.path !== path) return err(failure('watched.not-watched', `The folder ${path} is forgotten. Add it again.`))
      await database.transaction((tx) => watchedRepository(tx).putBack(removed))
      lastRemoved = undefined
      events.emit('watchedFolders.changed', {})
      lookSoon(path)
      return ok({})
    },
    async scan({ path }) {
      if (path !== undefined && !(await repository.find(path))) return err(failure('watched.not-watched', `The folder ${path} is not watched.`))
      if (path === undefined && (await repository.folders()).length === 0) return err(failure('watched.none', 'No folder is watched yet. Add one first.'))
      return ok({ jobId: await enqueue(path) })
    },
    async files({ path, state, limit }) {
      const rows = await repository.withState(path, state, limit)
      return ok(rows.map((row) => ({ path: row.path, ...(row.message !== null && { message: row.message }) })))
    },
  }

  const stopListening = events.on('jobs.changed', (changed) => {
    if (changed.kind !== job.kind || changed.state === 'running' || changed.state === 'queued') return
    const paths = [...again]
    again.clear()
    for (const path of paths) lookSoon(path)
  })
  const timers: ReturnType<typeof setInterval>[] = []
  const every = (milliseconds: number, work: () => Promise<void>) => {
    const timer = setInterval(() => void work().catch((cause) => isClosed || log.error('watched folders could not be checked', { cause })), milliseconds)
    timer.unref()
    timers.push(timer)
  }

  return {
    job,
    handlers,
    /** for the window: watches from now on, and looks through everything once */
    begin() {
      isLive = true
      every(LOOK_FOR_DRIVES, async () => {
        for (const { path, state } of await repository.folders()) if ((state === 'there') !== (await isFolder(path))) lookSoon(path)
      })
      every(LOOK_THROUGH, async () => {
        for (const { path, state } of await repository.folders()) if (state === 'there' && live.watchingOf(path) !== 'live') lookSoon(path)
      })
      void (async () => {
        const folders = await repository.folders()
        if (folders.length > 0) await enqueue()
      })().catch((cause) => isClosed || log.error('watched folders could not be looked through', { cause }))
    },
    /** nothing is looked for by itself any more; a job that runs goes on */
    rest() {
      isClosed = true
      stopListening()
      for (const timer of timers) clearInterval(timer)
      for (const timer of later.values()) clearTimeout(timer)
      live.close()
    },
    close: pool.close,
  }
}
