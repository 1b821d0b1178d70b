import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { sha256OfFile } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { EngineShelf } from './engine-shelf.ts'

export const VerifyPayload = z.object({ trackId: TrackId })
export type VerifyJob = JobDefinition<typeof VerifyPayload>

/** The recorded plan as a wish: with every choice made, the engine has nothing left to decide but what the seed decides. */
export const wishOfPlan = (plan: Plan): { readonly seconds: number; readonly overrides: PlanOverrides } => ({
  seconds: plan.lengthSeconds,
  overrides: PlanOverrides.parse(plan),
})

export type VerifyParts = { readonly engines: EngineShelf; readonly library: Pick<TrackReader, 'listTakes'>; readonly events: Events }

/** Makes a generated song once more from its recorded plan and seed and compares the files, byte for byte by their hashes. */
export const createVerifyJob = ({ engines, library, events }: VerifyParts): VerifyJob => ({
  kind: 'generation.verify',
  payload: VerifyPayload,
  lane: 'cpu',
  afterCrash: 'restart',
  async run({ trackId }, { jobId, signal, flags, progress, workFolder }) {
    const original = (await library.listTakes(trackId)).find(({ kind }) => kind === 'original')
    const engine = original && engines.find(original.engine)
    if (!original?.plan || original.seed === undefined || !engine) {
      const message = 'This song has no recorded plan and seed, so it cannot be made again to compare. Songs that a model wrote have none.'
      throw new FailureError(failure('verify.not-generated', message, { trackId }))
    }
    const folder = join(workFolder, 'engine')
    await mkdir(folder)
    const request = { prompt: original.prompt, seed: original.seed, ...wishOfPlan(original.plan) }
    const piece = await engine.generate(request, folder, { signal, flags, progress })
    const actualSha256 = await sha256OfFile(piece.audioPath)
    events.emit('generation.verified', {
      jobId,
      trackId,
      isIdentical: actualSha256 === original.audioSha256,
      expectedSha256: original.audioSha256,
      actualSha256,
    })
  },
})
