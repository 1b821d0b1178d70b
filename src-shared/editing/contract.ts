import { z } from 'zod'
import { ExtendRequest, RegenerateRequest } from '../generation/engine.ts'
import { call, push } from '../ipc/call.ts'
import { JobId, TakeId, TrackId } from '../kernel/ids.ts'
import { RegenerateWay, WayOption } from './ways.ts'

const started = z.object({ groupId: z.string(), jobIds: z.array(JobId) })
const takes = z.number().int().min(1).max(4).default(2)
const seed = z.number().int().min(0).max(0xffffffff).optional()

export const editing = {
  /** one job a take; each take is playable as soon as its job ends */
  regenerate: call({
    // how: undefined lets the studio choose
    input: RegenerateRequest.omit({ seed: true }).extend({ trackId: TrackId, seed, takes, how: RegenerateWay.optional() }),
    output: started,
    failures: ['track.not-found', 'region.outside-song', 'region.empty', 'prompt.too-long', 'project.damaged', 'regenerate.not-available'],
  }),
  extend: call({
    input: ExtendRequest.omit({ seed: true }).extend({ trackId: TrackId, seed, takes }),
    output: started,
    failures: ['track.not-found', 'prompt.too-long', 'extend.too-long', 'project.damaged'],
  }),
  /** which strategy Regenerate would use for this song, before it is asked, and which others there are */
  strategy: call({
    input: z.object({ trackId: TrackId }),
    output: z.object({ strategy: z.string(), reason: z.string(), chosen: RegenerateWay, ways: z.array(WayOption) }),
    failures: ['track.not-found'],
  }),
  takeReady: push(z.object({ jobId: JobId, groupId: z.string(), trackId: TrackId, takeId: TakeId })),
} as const
