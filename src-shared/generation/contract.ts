import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, TrackId } from '../kernel/ids.ts'
import { MAX_INFLUENCES } from '../knowledge/contract.ts'
import { StudioId } from '../studios/studio-id.ts'
import { EngineDescription, GenerateRequest, MAX_PROMPT_CHARACTERS, Tuning } from './engine.ts'
import { Plan, PlanOverrides, StyleId } from './plan.ts'

const Wish = z.object({
  prompt: z.string().max(200_000),
  seconds: GenerateRequest.shape.seconds,
  overrides: PlanOverrides.default({}),
  /** songs of the own library to lean on where the words leave it open; those that have left are passed over */
  influences: z.array(TrackId).max(MAX_INFLUENCES).optional(),
  /** whose ensemble plays; left out: as the style in `overrides` says, else the studio that is open */
  studio: StudioId.optional(),
})

const StyleInfo = z.object({ id: StyleId, name: z.string(), blurb: z.string(), examplePrompt: z.string() })
export type StyleInfo = z.output<typeof StyleInfo>
const InstrumentInfo = z.object({ id: z.string(), name: z.string(), roles: z.array(z.string()) })
export type InstrumentInfo = z.output<typeof InstrumentInfo>

/** `id` is also the model's. */
const AbsentEngine = z.object({ id: z.string(), name: z.string(), summary: z.string(), licence: z.string(), mayISell: z.string() })
export type AbsentEngine = z.output<typeof AbsentEngine>

const promptCodes = ['prompt.empty', 'prompt.too-long'] as const

export { MAX_PROMPT_CHARACTERS }

export const generation = {
  /** what the studio understood; answers while the musician types */
  plan: call({ input: Wish.extend({ seed: z.number().int().optional() }), output: Plan, failures: ['prompt.too-long'] }),
  /** one job per variation; seeds are seed, seed+1, … */
  start: call({
    input: Wish.extend({
      engine: z.string().default('score'),
      seed: z.number().int().min(0).max(0xffffffff).optional(),
      variations: z.number().int().min(1).max(4).default(2),
      /** for engines that listen to it, see `EngineDescription.tuning` */
      tuning: Tuning.optional(),
    }),
    output: z.object({ groupId: z.string(), jobs: z.array(z.object({ jobId: JobId, seed: z.number().int() })) }),
    failures: [...promptCodes, 'studio.no-such-style', 'engine.not-found', 'engine.too-long', 'model.not-installed', 'model.damaged'],
  }),
  options: call({
    input: NoInput,
    output: z.object({
      engines: z.array(EngineDescription),
      /** engines that the studio knows of and whose models are not installed */
      absent: z.array(AbsentEngine),
      styles: z.array(StyleInfo),
      instruments: z.array(InstrumentInfo),
    }),
  }),
  /**
   * Makes a song once more from what was recorded and compares bytes. What cannot be proved is said before anything is made where it is known
   * then (the codes here), else by the job: `verify.other-provider`.
   */
  verify: call({
    input: z.object({ trackId: TrackId }),
    output: z.object({ jobId: JobId }),
    failures: ['track.not-found', 'verify.not-generated', 'verify.no-record', 'verify.model-gone', 'verify.model-changed'],
  }),
  finished: push(z.object({ jobId: JobId, groupId: z.string(), trackId: TrackId, seed: z.number().int() })),
  verified: push(z.object({ jobId: JobId, trackId: TrackId, isIdentical: z.boolean(), expectedSha256: z.string(), actualSha256: z.string() })),
} as const
