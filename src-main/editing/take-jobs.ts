import { z } from 'zod'
import { ExtendRequest, type MusicEngine, type Patch, RegenerateRequest } from '../../src-shared/generation/engine.ts'
import { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { createLoudnessBook } from './loudness-book.ts'
import { type EditingParts, type MadePatch, makeTake } from './make-take.ts'

const Order = z.object({ trackId: TrackId, parentTakeId: TakeId, groupId: z.string(), number: z.number().int().min(1) })
export const RegeneratePayload = Order.extend({ request: RegenerateRequest })
export const ExtendPayload = Order.extend({ request: ExtendRequest })

export type RegenerateJob = JobDefinition<typeof RegeneratePayload>
export type ExtendJob = JobDefinition<typeof ExtendPayload>

const byEngine = async ({ engineFor }: EditingParts, parent: Take, make: (engine: MusicEngine) => Promise<Patch>): Promise<MadePatch> => {
  const engine = engineFor(parent)
  return { patch: await make(engine), engineId: engine.describe().id }
}

const bookOf = ({ pool, measureLoudness }: EditingParts) => createLoudnessBook(pool, measureLoudness)

/** One take of a region played anew. Runs again from the start after a crash: nothing was published before it ended. */
export const createRegenerateJob = (parts: EditingParts, book = bookOf(parts)): RegenerateJob => ({
  kind: 'editing.regenerate',
  payload: RegeneratePayload,
  lane: 'cpu',
  afterCrash: 'restart',
  run: (order, context) =>
    makeTake(
      parts,
      book,
      'regenerate',
      order,
      (parent, song, folder, work) => byEngine(parts, parent, (engine) => engine.regenerate(song, order.request, folder, work)),
      context,
    ),
})

/** One take of a longer ending or beginning. */
export const createExtendJob = (parts: EditingParts, book = bookOf(parts)): ExtendJob => ({
  kind: 'editing.extend',
  payload: ExtendPayload,
  lane: 'cpu',
  afterCrash: 'restart',
  run: (order, context) =>
    makeTake(
      parts,
      book,
      'extend',
      order,
      (parent, song, folder, work) => byEngine(parts, parent, (engine) => engine.extend(song, order.request, folder, work)),
      context,
    ),
})
