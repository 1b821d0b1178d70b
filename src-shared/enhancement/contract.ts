import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TakeId, TrackId } from '../kernel/ids.ts'
import { Enhancement } from '../project/document.ts'

/** Ways to restore the treble, the preferred one first. `exciter` needs no model. */
export const EnhanceModel = z.enum(['flashsr', 'flashsr-lite', 'audiosr', 'exciter'])
export type EnhanceModel = z.output<typeof EnhanceModel>

/** `modelId`: what to install in Models where it is not there yet. */
export const EnhanceChoice = z.object({
  model: EnhanceModel,
  name: z.string(),
  summary: z.string(),
  isInstalled: z.boolean(),
  modelId: z.string().optional(),
})
export type EnhanceChoice = z.output<typeof EnhanceChoice>

const frame = z.number().int().min(0)

export const enhancement = {
  choices: call({ input: NoInput, output: z.object({ choices: z.array(EnhanceChoice) }) }),
  /** One job; without frames the whole song. Its result is a take, or a new song where the song's own rate has no room for treble. */
  restore: call({
    input: z.object({
      trackId: TrackId,
      /** default: the best that is installed, or else the exciter */
      model: EnhanceModel.optional(),
      startFrame: frame.optional(),
      endFrame: frame.optional(),
      /** for models that work in steps */
      steps: z.number().int().min(1).max(500).optional(),
      seed: z.number().int().min(0).max(0xffffffff).optional(),
    }),
    output: z.object({ groupId: z.string(), jobIds: z.array(JobId) }),
    failures: ['track.not-found', 'region.outside-song', 'region.empty', 'model.not-installed', 'enhancement.rate-too-low', 'project.damaged'],
  }),
  /** `take`: a take waits in the editor; `song`: a new song at 48 kHz; `nothing-missing`: the song was left as it is. `message` says it in words. */
  finished: push(
    z.object({
      jobId: JobId,
      groupId: z.string(),
      trackId: TrackId,
      outcome: z.enum(['take', 'song', 'nothing-missing']),
      message: z.string(),
      cutoffHz: z.number(),
      takeId: TakeId.optional(),
      madeTrackId: TrackId.optional(),
      enhancement: Enhancement.optional(),
    }),
  ),
} as const
