import { basename } from 'node:path'
import { z } from 'zod'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { oneLine } from '../../audio/index.ts'
import type { Events } from '../../platform/events.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { type ImportedFile, type ImportParts, importFile } from './import-file.ts'
import { walkOffer } from './walk-offer.ts'

export const ImportPayload = z.object({ paths: z.array(z.string()).min(1).max(10_000) })
export type ImportJob = JobDefinition<typeof ImportPayload>
/** Songs that a studio saved as files of its own. */
export type SavedSongs = {
  isOne(path: string): Promise<boolean>
  /** @throws FailureError why it cannot be opened; AbortError */
  open(path: string, workFolder: string, context: WorkContext): Promise<ImportedFile>
}

export type ImportJobParts = ImportParts & { readonly events: Events; readonly savedSongs: SavedSongs }

type Row = { name: string; trackId?: TrackId; note?: string; error?: { code: string; message: string } }

const rowName = (path: string) => oneLine(basename(path)) ?? path
/** What concerns the whole studio, not one file: going on would only repeat it. */
const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])

/**
 * Brings files and folders into the library, one after the other; a file that cannot be read is reported and the rest goes on. Tells
 * `library.imported` with a row a file, also when it is cancelled half-way. Fails when not one file came in.
 */
export const createImportJob = (parts: ImportJobParts): ImportJob => ({
  kind: 'library.import',
  payload: ImportPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ paths }, context) {
    const { jobId, signal, workFolder } = context
    const rows: Row[] = []
    const refuse = (path: string, { code, message }: Failure) => rows.push({ name: rowName(path), error: { code, message } })
    try {
      const offered = await walkOffer(paths)
      for (const [index, offer] of offered.entries()) {
        signal.throwIfAborted()
        if ('error' in offer) {
          refuse(offer.path, offer.error.failure)
          continue
        }
        try {
          const progress = subProgress(context.progress, index / offered.length, (index + 1) / offered.length)
          const each = { ...context, progress }
          const { trackId, notes } = (await parts.savedSongs.isOne(offer.path))
            ? await parts.savedSongs.open(offer.path, workFolder, each)
            : await importFile(parts, offer.path, jobId, workFolder, each)
          rows.push({ name: rowName(offer.path), trackId, ...(notes.length > 0 && { note: notes.join(' ') }) })
        } catch (cause) {
          signal.throwIfAborted()
          const known = cause instanceof FailureError ? cause : failureOfSystemError(cause, offer.path)
          if (!known) throw cause
          refuse(offer.path, known.failure)
          if (ENDS_ALL.has(known.failure.code)) throw known
        }
      }
    } finally {
      if (rows.length > 0) parts.events.emit('library.imported', { jobId, files: rows })
    }
    const first = rows.find(({ error }) => error)?.error
    if (first && !rows.some(({ trackId }) => trackId)) throw new FailureError({ code: first.code, message: first.message })
  },
})
