import { z } from 'zod'
import { type EngineAbility, ExtendRequest, type MusicEngine, type Patch, RegenerateRequest, type SongContext } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { EditingParts } from './editing-ports.ts'
import { createLoudnessBook } from './loudness-book.ts'
import { type MadePatch, makeTake } from './make-take.ts'
import { chooseByMelody, type MakeCandidate } from './melody-choice.ts'

const Order = z.object({
  trackId: TrackId,
  parentTakeId: TakeId,
  groupId: z.string(),
  number: z.number().int().min(1),
  /** decided when it was asked for; undefined: the engine that made the take, or the built-in one */
  engine: z.string().optional(),
  /** why this engine; stands on the take before what the engine says itself */
  why: z.string().default(''),
  /** how many an engine with a model makes to choose from by Melody Loyalty */
  candidates: z.number().int().min(1).max(4).default(1),
})
export const RegeneratePayload = Order.extend({
  request: RegenerateRequest,
  /** regions to the right of it that change in the same pass, in order */
  others: z.array(RegenerateRequest.pick({ startFrame: true, endFrame: true, prompt: true })).default([]),
})
export const ExtendPayload = Order.extend({ request: ExtendRequest })

export type RegenerateJob = JobDefinition<typeof RegeneratePayload>
export type ExtendJob = JobDefinition<typeof ExtendPayload>

/** Which resource a take waits for: a job's lane belongs to its kind, so there is one kind for each. */
export type TakeLane = 'cpu' | 'gpu'
const kindIn = (kind: string, lane: TakeLane): string => (lane === 'gpu' ? `${kind}-by-model` : kind)

type EngineOrder = Pick<z.output<typeof Order>, 'engine' | 'why' | 'candidates'> & { readonly request: Pick<RegenerateRequest, 'seed' | 'controls'> }

const engineOf = ({ engineFor, findEngine }: EditingParts, parent: Take, { engine: id }: EngineOrder, ability: EngineAbility): MusicEngine => {
  if (!id) return engineFor(parent, ability)
  const engine = findEngine(id)
  if (engine) return engine
  throw new FailureError(failure('engine.not-found', `The engine “${id}” is not part of this studio any more. Ask again with another one.`))
}

const byEngine = async (
  parts: EditingParts,
  parent: Take,
  order: EngineOrder,
  ability: EngineAbility,
  { song, folder, work }: { readonly song: SongContext; readonly folder: string; readonly work: WorkContext },
  make: (engine: MusicEngine, ...how: Parameters<MakeCandidate>) => Promise<Patch>,
): Promise<MadePatch> => {
  const engine = engineOf(parts, parent, order, ability)
  const { seed, controls } = order.request
  const candidates = engine.describe().needsModel ? order.candidates : 1
  const choice = { candidates, loyalty: controls.melodyLoyalty, seed, against: ability === 'regenerate' ? 'replaced' : 'before' } as const
  const patch = await chooseByMelody(parts.pool, song, choice, (...how) => make(engine, ...how), folder, work)
  const reason = [order.why, patch.reason].filter((words) => words !== '').join(' ')
  return { patch: { ...patch, reason }, engineId: engine.describe().id }
}

export const extendAbility = (direction: 'after' | 'before'): EngineAbility => (direction === 'before' ? 'extend-before' : 'extend')

const bookOf = ({ pool, measureLoudness }: EditingParts) => createLoudnessBook(pool, measureLoudness)

/** Regions of one take do not repeat each other's choices; the first one's are the take's own. */
const seedOfRegion = (seed: number, index: number): number =>
  index === 0
    ? seed
    : createRandom(seed)
        .fork(`region ${index + 1}`)
        .int(0, 2 ** 32)

/** One take of a region, or of several, played anew. Runs again from the start after a crash: nothing was published before it ended. */
export const createRegenerateJob = (parts: EditingParts, lane: TakeLane = 'cpu', book = bookOf(parts)): RegenerateJob => ({
  kind: kindIn('editing.regenerate', lane),
  payload: RegeneratePayload,
  lane,
  afterCrash: 'restart',
  run: (order, context) =>
    makeTake(
      parts,
      book,
      'regenerate',
      order,
      [order.request, ...order.others].map((region, index) => (parent, song, folder, work) => {
        // what a region before this one added or took away moves it
        const moved = song.lengthFrames - parent.lengthFrames
        const { prompt } = region
        const [startFrame, endFrame] = [region.startFrame + moved, region.endFrame + moved]
        const request = { ...order.request, startFrame, endFrame, prompt, seed: seedOfRegion(order.request.seed, index) }
        return byEngine(parts, parent, { ...order, request }, 'regenerate', { song, folder, work }, (engine, seed, ...how) =>
          engine.regenerate(song, { ...request, seed }, ...how),
        )
      }),
      context,
    ),
})

/** One take of a longer ending or beginning. */
export const createExtendJob = (parts: EditingParts, lane: TakeLane = 'cpu', book = bookOf(parts)): ExtendJob => ({
  kind: kindIn('editing.extend', lane),
  payload: ExtendPayload,
  lane,
  afterCrash: 'restart',
  run: (order, context) =>
    makeTake(
      parts,
      book,
      'extend',
      order,
      [
        (parent, song, folder, work) =>
          byEngine(parts, parent, order, extendAbility(order.request.direction), { song, folder, work }, (engine, seed, ...how) =>
            engine.extend(song, { ...order.request, seed }, ...how),
          ),
      ],
      context,
    ),
})
