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
  /** asks for a folder with the system's own dialog, then writes one WAV an instrument into a new folder there */
  saveStems: call({
    input: z.object({ trackId: TrackId }),
    output: z.object({ jobId: JobId.optional() }),
    failures: ['track.not-found', 'export.no-score'],
  }),
  /** `fileName`: of the file, or of the folder with the files `stems` */
  finished: push(z.object({ jobId: JobId, trackId: TrackId, fileName: z.string(), stems: z.array(z.string()).optional() })),
} as const
