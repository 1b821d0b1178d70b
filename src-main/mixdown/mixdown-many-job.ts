import { basename, join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import { ExportFormat, ExportOptions, MOST_EXPORTED } from '../../src-shared/mixdown/export-options.ts'
import type { LevelReached } from '../../src-shared/mixdown/level-reached.ts'
import { isSafeFileName } from '../../src-shared/mixdown/safe-file-name.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { exportTrack, type MixdownParts } from './mixdown-job.ts'

/** Names were made free and distinct when the job was queued, so that a run after a crash writes the same files again. */
export const MixdownManyPayload = z.object({
  songs: z
    .array(z.object({ trackId: TrackId, fileName: z.string().refine((name) => isSafeFileName(name) && basename(name) === name, 'a plain file name') }))
    .min(1)
    .max(MOST_EXPORTED),
  folder: z.string().min(1),
  format: ExportFormat,
  options: ExportOptions.prefault({}),
  coverPath: z.string().optional(),
})
export type MixdownManyPayload = z.output<typeof MixdownManyPayload>
export type MixdownManyJob = JobDefinition<typeof MixdownManyPayload>

/** What concerns the whole folder, not one song: going on would only repeat it. */
const ENDS_ALL = new Set(['disk.full', 'disk.read-only', 'disk.unreadable', 'export.no-folder', 'export.bad-cover'])
const SHOWN = 3

/** Writes songs one after the other; one that cannot be written is named at the end and the rest is there. */
export const createMixdownManyJob = (parts: MixdownParts): MixdownManyJob => ({
  kind: 'mixdown.many',
  payload: MixdownManyPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run({ songs, folder, format, options, coverPath }, context) {
    const failed: { fileName: string; code: string; message: string }[] = []
    const levels: LevelReached[] = []
    let written = 0
    for (const [index, { trackId, fileName }] of songs.entries()) {
      context.signal.throwIfAborted()
      const progress = subProgress(context.progress, index / songs.length, (index + 1) / songs.length)
      try {
        const level = await exportTrack(parts, { trackId, format, path: join(folder, fileName), force: true, options, coverPath }, { ...context, progress })
        if (level) levels.push(level)
        written++
      } catch (cause) {
        if (!(cause instanceof FailureError) || ENDS_ALL.has(cause.failure.code)) throw cause
        failed.push({ fileName, code: cause.failure.code, message: cause.failure.message })
      }
    }
    const [first] = songs
    if (first && written > 0)
      parts.events.emit('mixdown.finished', {
        jobId: context.jobId,
        trackId: first.trackId,
        fileName: basename(folder),
        fileCount: written,
        ...(levels.length > 0 && { levels }),
      })
    const [worst] = failed
    if (!worst) return
    if (songs.length === 1) throw new FailureError(failure('export.failed', worst.message, { failed }))
    const names = failed.slice(0, SHOWN).map(({ fileName }) => fileName)
    const more = failed.length > SHOWN ? ` and ${failed.length - SHOWN} more` : ''
    throw new FailureError(
      failure('export.some-failed', `${failed.length} of ${songs.length} songs could not be written (${names.join(', ')}${more}): ${worst.message}`, {
        failed: failed.slice(0, 100),
      }),
    )
  },
})
