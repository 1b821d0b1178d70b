import { createHash } from 'node:crypto'
import { z } from 'zod'
import { StemSetId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { ModelId } from '../../src-shared/models/catalog.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { StemSpan } from '../../src-shared/separation/contract.ts'

/** What a job is told. The take is named, so that edits made meanwhile do not change what is taken apart. */
export const SplitOrder = z.object({
  trackId: TrackId,
  takeId: TakeId,
  modelId: ModelId.optional(),
  only: z.array(z.string()).optional(),
  region: StemSpan.optional(),
  shifts: z.number().int(),
  /** the set whose place under the song this one takes */
  follows: StemSetId.optional(),
})
export type SplitOrder = z.output<typeof SplitOrder>

/** Stems that were made before what a model leaves over was shared are made again when they are asked for again. */
export const separatorKeyOf = ({ fingerprint }: { readonly fingerprint: string }): string => `${fingerprint} residual shared`

/**
 * Names a request by everything that its bytes depend on, so that asking again answers what is there.
 *
 * @param maker bytes of the model, or version of the engine
 */
export const requestKeyOf = (
  take: Pick<Take, 'id' | 'audioSha256'>,
  maker: string,
  { only, region, shifts, follows }: Omit<SplitOrder, 'trackId' | 'takeId'>,
): string =>
  createHash('sha256')
    .update(JSON.stringify([take.id, take.audioSha256, maker, only?.toSorted() ?? null, region ?? null, Math.max(1, shifts), ...(follows ? [follows] : [])]))
    .digest('hex')
