import { basename } from 'node:path'
import { getLogger } from '@logtape/logtape'
import { z } from 'zod'
import { type Failure, FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { oneLine } from '../../audio/index.ts'
import type { Events } from '../../platform/events.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type ImportedFile, type ImportParts, type ReadFile, readFile } from './import-file.ts'
import { createSharedProgress } from './shared-progress.ts'
import { sideBySide } from './side-by-side.ts'
import { type Offered, walkOffer } from './walk-offer.ts'

export const ImportPayload = z.object({ paths: z.array(z.string()).min(1).max(10_000) })
export type ImportJob = JobDefinition<typeof ImportPayload>
/** Songs that a studio saved as files of its own. */
export type SavedSongs = {
  isOne(path: string): Promise<boolean>
  /** @throws FailureError why it cannot be opened; AbortError */
  open(path: string, workFolder: string, context: WorkContext): Promise<ImportedFile>
}

export type ImportJobParts = ImportParts & {
  readonly events: Events
  readonly savedSongs: SavedSongs
  /** how many files may be read at once just now, 1 or more */
  readonly places: () => number
}

/** The slow half of an import of whatever a file is; a song that a studio saved is opened when its turn has come. */
export const readAny = async (
  { savedSongs, ...parts }: ImportParts & Pick<ImportJobParts, 'savedSongs'>,
  path: string,
  groupId: string,
  workFolder: string,
  context: WorkContext,
): Promise<ReadFile> =>
  (await savedSongs.isOne(path))
    ? { finish: () => savedSongs.open(path, workFolder, context), discard: async () => undefined }
    : readFile(parts, path, groupId, workFolder, context)

type Row = { name: string; below?: string; trackId?: TrackId; note?: string; isKnown?: boolean; error?: { code: string; message: string } }

const log = getLogger(['segno', 'import'])

const rowOf = ({ path, below }: Offered): Row => ({ name: oneLine(basename(path)) ?? path, ...(below !== undefined && { below }) })
/** A defect of the studio in one file is that file's trouble, and is in the log: thousands of others shall not wait for its mending. */
export const failureOfFile = (cause: unknown, path: string): FailureError => {
  const known = cause instanceof FailureError ? cause : failureOfSystemError(cause, path)
  if (known) return known
  log.error('a file could not be imported', { path, cause })
  return new FailureError(
    failure('import.unexpected', `The studio could not read ${oneLine(basename(path)) ?? 'this file'}, and does not know why. The log says more.`),
    { cause },
  )
}
/** What concerns the whole studio, not one file: going on would only repeat it. */
const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])

/**
 * Brings files and folders into the library: read side by side, written one after the other in their order. A file that cannot be read is
 * reported and the rest goes on. Tells `library.imported` with a row a file, also when it is cancelled half-way. Fails when not one file came in.
 */
export const createImportJob = (parts: ImportJobParts): ImportJob => ({
  kind: 'library.import',
  payload: ImportPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ paths }, context) {
    const { jobId, signal, workFolder } = context
    const rows: Row[] = []
    const refuse = (offer: Offered, { code, message }: Failure) => rows.push({ ...rowOf(offer), error: { code, message } })
    try {
      const offered = await walkOffer(paths)
      const progressOf = createSharedProgress(offered.length, context.progress)
      await sideBySide<Offered, ReadFile>(offered, {
        signal,
        places: parts.places,
        async begin(offer, index) {
          if (offer.error) throw offer.error
          return readAny(parts, offer.path, jobId, workFolder, { ...context, progress: progressOf(index) })
        },
        async finish(offer, outcome, index) {
          try {
            const { trackId, notes, isKnown } = await outcome().finish()
            rows.push({ ...rowOf(offer), trackId, ...(notes.length > 0 && { note: notes.join(' ') }), ...(isKnown && { isKnown }) })
          } catch (cause) {
            signal.throwIfAborted()
            const known = failureOfFile(cause, offer.path)
            refuse(offer, known.failure)
            if (ENDS_ALL.has(known.failure.code)) throw known
          } finally {
            progressOf(index)(1, '')
          }
        },
        discard: (file) => file.discard(),
      })
    } finally {
      if (rows.length > 0) parts.events.emit('library.imported', { jobId, files: rows })
    }
    const first = rows.find(({ error }) => error)?.error
    if (first && !rows.some(({ trackId }) => trackId)) throw new FailureError({ code: first.code, message: first.message })
  },
})
