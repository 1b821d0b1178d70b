import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { Hearing } from './hearing.ts'

/** What is known about one song by ear. */
export const TrackHearing = z.object({
  trackId: TrackId,
  /** undefined: not listened to yet, or it failed */
  hearing: Hearing.optional(),
  /** why it could not be listened to */
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
  /** its bars and key are written in its score: what is heard is shown, and changes nothing */
  hasScore: z.boolean(),
  /** a person corrected tempo, bars or key */
  isCorrected: z.boolean(),
})
export type TrackHearing = z.output<typeof TrackHearing>

export const analysis = {
  get: call({ input: z.object({ trackId: TrackId }), output: TrackHearing, failures: ['track.not-found'] }),
  /** `trackIds`: these; else every song that was not listened to yet. `again`: those that were, too. Corrections are kept. */
  start: call({
    input: z.object({ trackIds: z.array(TrackId).min(1).max(10_000).optional(), again: z.boolean().default(false) }),
    output: z.object({ jobId: JobId }),
    failures: ['track.not-found', 'analysis.nothing-to-hear'],
  }),
  /** how many songs of the library were listened to */
  progress: call({ input: NoInput, output: z.object({ heard: z.number().int(), waiting: z.number().int(), failed: z.number().int() }) }),
  /** those of them whose recording was not listened to yet */
  waiting: call({ input: z.object({ trackIds: z.array(TrackId).max(1_000) }), output: z.object({ trackIds: z.array(TrackId) }) }),
  /** these songs were listened to; their bars, key and parts may have changed */
  heard: push(z.object({ trackIds: z.array(TrackId) })),
} as const
