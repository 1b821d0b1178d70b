import { z } from 'zod'
import { call, push } from '../ipc/call.ts'
import { JobId, StemSetId, TrackId } from '../kernel/ids.ts'

export const ExportFormat = z.enum(['wav', 'flac', 'mp3', 'ogg', 'mid'])
export type ExportFormat = z.output<typeof ExportFormat>

export const mixdown = {
  /** asks where with the system's own dialog, then writes in a job; `undefined` when the musician closed the dialog */
  saveAs: call({
    input: z.object({ trackId: TrackId, format: ExportFormat }),
    output: z.object({ jobId: JobId.optional() }),
    failures: ['track.not-found', 'export.no-score'],
  }),
  /**
   * Asks for a folder with the system's own dialog, then writes one WAV a stem into a new folder there: those of a set that the song was split
   * into; without `setId` the instruments of its score, or, where it has none, the newest set of the take that plays.
   */
  saveStems: call({
    input: z.object({ trackId: TrackId, setId: StemSetId.optional() }),
    output: z.object({ jobId: JobId.optional() }),
    failures: ['track.not-found', 'export.no-score', 'separation.not-found'],
  }),
  /** `fileName`: of the file, or of the folder with the files `stems` */
  finished: push(z.object({ jobId: JobId, trackId: TrackId, fileName: z.string(), stems: z.array(z.string()).optional() })),
} as const
