import { stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { WatchedFileRow } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import type { JobContext, JobDefinition } from '../../platform/jobs/index.ts'
import type { ReadFile } from '../import/import-file.ts'
import { failureOfFile } from '../import/import-job.ts'
import { createSharedProgress } from '../import/shared-progress.ts'
import { sideBySide } from '../import/side-by-side.ts'
import { type ScanCounts, type ScanParts, scanFolder } from './scan-folder.ts'
import { watchedRepository } from './watched-repository.ts'

/** `path`: one folder only */
export const WatchPayload = z.object({ path: z.string().optional() })
export type WatchJob = JobDefinition<typeof WatchPayload>

export type WatchJobParts = ScanParts & {
  readonly events: Events
  readonly readFile: (path: string, groupId: string, workFolder: string, context: WorkContext) => Promise<ReadFile>
  /** how many files may be read at once just now, 1 or more */
  readonly places: () => number
  /** the folders below a watched one, as they are now */
  readonly onFolders: (path: string, folders: readonly string[]) => void
  /** a file in a watched folder is not all there, and did not change lately: to be looked at again after so many milliseconds */
  readonly onPausing: (path: string, milliseconds: number) => void
}

const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])
/** A file that changed so lately may still be being written, milliseconds. */
const SETTLING = 1_500
const SETTLE_TRIES = 20
/** A file that is not all there is a download that pauses, if it changed so lately, milliseconds. */
const PAUSING = 60_000

const isStill = async ({ path, bytes, changed_at }: WatchedFileRow): Promise<boolean> => {
  const facts = await stat(path)
  return facts.size === bytes && facts.mtimeMs === changed_at
}

/** Waits until nobody writes to the file any more. Answers whether it is still the one that was found. @throws AbortError */
const hasSettled = async (row: WatchedFileRow, now: () => number, signal: AbortSignal): Promise<boolean> => {
  for (let i = 0; i < SETTLE_TRIES; i++) {
    if (!(await isStill(row))) return false
    const age = now() - row.changed_at
    // a time in the future says nothing
    if (age < 0 || age >= SETTLING) return true
    await sleep(SETTLING - age, undefined, { signal })
  }
  return false
}

/**
 * Looks through watched folders and imports what is new: read side by side, written one after the other. Each outcome is written down by itself, so
 * a job that is cancelled, killed or run by two studios at once goes on where it was and doubles nothing. Tells `watchedFolders.scanned`.
 */
export const createWatchJob = (parts: WatchJobParts): WatchJob => {
  const { database, events, now, readFile, places, onFolders, onPausing } = parts
  const repository = watchedRepository(database.query)
  type Tally = { imported: number; known: number; failed: number; readonly notes: { path: string; note: string }[] }

  const waitingIn = async function* (folders: readonly string[]): AsyncGenerator<WatchedFileRow> {
    for (const folder of folders) for (let row = await repository.nextWaiting(folder, ''); row; row = await repository.nextWaiting(folder, row.path)) yield row
  }
  /** undefined: somebody writes to it; the next look finds it as it is then */
  const begin = async (row: WatchedFileRow, context: JobContext): Promise<ReadFile | undefined> => {
    if (!(await hasSettled(row, now, context.signal))) return undefined
    const file = await readFile(row.path, context.jobId, context.workFolder, context)
    const isWhole = await isStill(row).catch(() => false)
    const pausesFor = file.isCut ? row.changed_at + PAUSING - now() : 0
    if (isWhole && (pausesFor <= 0 || pausesFor > PAUSING)) return file
    await file.discard()
    if (isWhole) onPausing(row.folder, pausesFor)
    return undefined
  }
  const finish = async (row: WatchedFileRow, outcome: () => ReadFile | undefined, tally: Tally, signal: AbortSignal): Promise<void> => {
    try {
      const file = outcome()
      if (!file) return
      const { trackId, notes, isKnown } = await file.finish()
      await repository.settle(row, { trackId })
      if (isKnown) tally.known++
      else tally.imported++
      if (notes.length > 0 && tally.notes.length < 200) tally.notes.push({ path: row.path, note: notes.join(' ') })
    } catch (cause) {
      signal.throwIfAborted()
      const isAway = (cause as { code?: unknown }).code === 'ENOENT' || (cause instanceof FailureError && cause.failure.code === 'file.not-found')
      // the next look says whether the file or the whole drive went away
      if (isAway) return
      const known = failureOfFile(cause, row.path)
      if (ENDS_ALL.has(known.failure.code)) throw known
      await repository.settle(row, { message: known.failure.message })
      tally.failed++
      tally.notes.push({ path: row.path, note: known.failure.message })
    }
  }

  return {
    kind: 'library.watch',
    payload: WatchPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ path }, context) {
      const { signal, jobId } = context
      const all = (await repository.folders()).map((folder) => folder.path)
      const paths = path === undefined ? all : all.filter((one) => one === path)
      const scanned: ScanCounts[] = []
      const tally: Tally = { imported: 0, known: 0, failed: 0, notes: [] }
      try {
        for (const one of paths) {
          context.progress(0, `looking through ${one}`)
          const { counts, folders } = await scanFolder(parts, one, { ...context, progress: () => undefined })
          scanned.push(counts)
          if (!counts.isMissing) onFolders(one, folders)
          events.emit('watchedFolders.changed', {})
        }
        const there = scanned.filter(({ isMissing }) => !isMissing).map((counts) => counts.path)
        const total = there.length === 0 ? 0 : await repository.countWaiting(there)
        const progressOf = createSharedProgress(total, context.progress)
        let done = 0
        await sideBySide<WatchedFileRow, ReadFile | undefined>(waitingIn(there), {
          signal,
          places,
          begin: (row, index) => begin(row, { ...context, progress: progressOf(index) }),
          async finish(row, outcome, index) {
            await finish(row, outcome, tally, signal)
            progressOf(index)(1, '')
            if (++done % 20 === 0) events.emit('watchedFolders.changed', {})
          },
          discard: async (file) => file?.discard(),
        })
      } finally {
        events.emit('watchedFolders.scanned', { jobId, folders: scanned, ...tally })
        events.emit('watchedFolders.changed', {})
      }
    },
  }
}
