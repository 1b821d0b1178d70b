import { z } from 'zod'
import { ExtendRequest, RegenerateRequest } from '../generation/engine.ts'
import { call, push } from '../ipc/call.ts'
import { JobId, TakeId, TrackId } from '../kernel/ids.ts'
import { MOST_REGIONS, RegionWish } from './regions.ts'
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
  /** several regions in one pass, from left to right: each take has all of them changed */
  regenerateRegions: call({
    input: RegenerateRequest.omit({ seed: true, startFrame: true, endFrame: true }).extend({
      trackId: TrackId,
      regions: z.array(RegionWish).min(1).max(MOST_REGIONS),
      seed,
      takes,
      how: RegenerateWay.optional(),
    }),
    output: started,
    failures: ['track.not-found', 'region.outside-song', 'region.empty', 'prompt.too-long', 'project.damaged', 'regenerate.not-available'],
  }),
  /** the comp of the song, as its document has it, as a take of its own; one job */
  comp: call({
    input: z.object({ trackId: TrackId }),
    output: started,
    failures: ['track.not-found', 'project.damaged', 'comp.empty', 'comp.other-format'],
  }),
  /** integrated loudness (LUFS) of one stretch in several takes, in their order; undefined: silent there, or shorter than 400 ms */
  stretchLoudness: call({
    input: z.object({ trackId: TrackId, takeIds: z.array(TakeId).min(1).max(12), startFrame: z.number().int().min(0), endFrame: z.number().int().min(1) }),
    output: z.array(z.object({ takeId: TakeId, integratedLufs: z.number().optional() })),
    failures: ['track.not-found', 'take.not-found', 'audio.not-found', 'audio.damaged'],
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
