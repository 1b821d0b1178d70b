import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { Track } from './contract.ts'

/** Songs that are one recording, found by what they sound like, whatever their files are. */
export const DuplicateGroup = z.object({
  tracks: z.array(Track).min(2),
  /** the one to keep unless the musician says otherwise, and why in a few words */
  keepId: TrackId,
  why: z.string(),
  /** how each pair lies over each other; pairs with the same bytes are not listed */
  pairs: z.array(
    z.object({
      trackIds: z.tuple([TrackId, TrackId]),
      /** 0..1: share of the fingerprints’ bits that agree */
      likeness: z.number(),
      /** how much later the sound begins in the first */
      offsetSeconds: z.number(),
      overlapSeconds: z.number(),
    }),
  ),
})
export type DuplicateGroup = z.output<typeof DuplicateGroup>

export const duplicates = {
  /** `waiting`: songs that are not fingerprinted yet */
  list: call({ input: NoInput, output: z.object({ groups: z.array(DuplicateGroup), waiting: z.number().int() }) }),
  /** fingerprints what is waiting, now */
  look: call({ input: NoInput, output: z.object({ jobId: JobId }), failures: ['duplicates.nothing-waiting'] }),
  changed: push(z.object({})),
} as const
