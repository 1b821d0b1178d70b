import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'

export const ExportFormat = z.enum(['wav', 'flac', 'mp3', 'ogg', 'mid'])
export type ExportFormat = z.output<typeof ExportFormat>

export const mixdown = {
  /** asks where with the system's own dialog, then writes in a job; `undefined` when the musician closed the dialog */
  saveAs: call({
    input: z.object({ trackId: TrackId, format: ExportFormat }),
    output: z.object({ jobId: JobId.optional() }),
    failures: ['track.not-found', 'export.no-score'],
  }),
  finished: push(z.object({ jobId: JobId, trackId: TrackId, fileName: z.string() })),
} as const
