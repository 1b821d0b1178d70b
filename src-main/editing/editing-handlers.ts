import type { editing } from '../../src-shared/editing/contract.ts'
import { mergeRegions } from '../../src-shared/editing/regions.ts'
import { type EngineAbility, MAX_PROMPT_CHARACTERS } from '../../src-shared/generation/engine.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { type CompHandlerParts, createCompHandlers } from './comp-handlers.ts'
import type { EditableSongs, EngineFor } from './editing-ports.ts'
import { chooseWay, describeChoice, type Regenerators } from './regenerate-ways.ts'
import { type ExtendJob, extendAbility, type RegenerateJob, type TakeLane } from './take-jobs.ts'
import { createTakeOrders, placeOfExtension, placeOfRegions } from './take-orders.ts'

/** Shorter spans are clicks, not music, and leave no room for two fades. */
const MIN_REGION_SECONDS = 0.1
/** What a plan may be long (see `Plan.lengthSeconds`); songs without a plan are bounded by what a WAV file holds. */
const MAX_PLANNED_SECONDS = 720
const MAX_WAV_BYTES = 4_000_000_000

export type EditingHandlerParts = {
  readonly songs: Pick<EditableSongs, 'find' | 'findTake' | 'listTakes'>
  readonly jobs: JobQueue
  readonly regenerateJobs: Readonly<Record<TakeLane, RegenerateJob>>
  readonly extendJobs: Readonly<Record<TakeLane, ExtendJob>>
  readonly regenerators: () => Regenerators
  readonly engineFor: EngineFor
  /** how many a model makes to choose from where Melody Loyalty asks for it; it stands in the job */
  readonly melodyCandidates: () => number
  /** fresh 32-bit seeds for those who gave none */
  readonly drawSeed: () => number
  readonly newGroupId: () => string
}

type Playing = { readonly title: string; readonly take: Take }

const promptTooLong = () =>
  err(failure('prompt.too-long', `The prompt is longer than ${MAX_PROMPT_CHARACTERS.toLocaleString('en')} characters. Shorten it; nothing was changed.`))

const checkRegion = (take: Take, startFrame: number, endFrame: number): Failure<'region.outside-song' | 'region.empty'> | undefined => {
  const seconds = take.lengthFrames / take.sampleRateHz
  if (startFrame >= take.lengthFrames || endFrame > take.lengthFrames) {
    return failure('region.outside-song', `The region reaches past the end of the song, which is ${seconds.toFixed(1)} s long. Mark a span inside it.`, {
      seconds,
    })
  }
  return (endFrame - startFrame) / take.sampleRateHz < MIN_REGION_SECONDS
    ? failure('region.empty', 'The region has no length to speak of. Mark at least a tenth of a second; whole bars sound best.')
    : undefined
}

const checkExtension = (take: Take, seconds: number): Failure<'extend.too-long'> | undefined => {
  const total = take.lengthFrames / take.sampleRateHz + seconds
  const maxSeconds = take.plan ? MAX_PLANNED_SECONDS : MAX_WAV_BYTES / (take.sampleRateHz * take.channelCount * 4)
  if (total <= maxSeconds) return undefined
  return failure('extend.too-long', `The song would become ${Math.round(total)} s long; it can be ${Math.floor(maxSeconds)} s at most. Extend it by less.`, {
    maxSeconds,
  })
}

export const createEditingHandlers = (parts: EditingHandlerParts & CompHandlerParts): Handlers<typeof editing> => {
  const { songs, jobs, regenerateJobs, extendJobs, regenerators, engineFor, melodyCandidates, drawSeed, newGroupId } = parts
  const orders = createTakeOrders(parts)

  const findPlaying = async (trackId: TrackId): Promise<Result<Playing, Failure<'track.not-found'>>> => {
    const track = await songs.find(trackId)
    const take = track && !track.trashedAt && (await songs.findTake(track.currentTakeId))
    if (take) return ok({ title: track.title, take })
    const message = track?.trashedAt ? `${track.title} is in the trash. Restore it first.` : 'This song is not in the library any more.'
    return err(failure('track.not-found', message, { trackId }))
  }

  /** Where another engine than the song's own goes on with it: what that one lacks. */
  const whyNotItsOwn = (take: Take, engineId: string, ability: EngineAbility): string => {
    const own = regenerators().engines.find((engine) => engine.describe().id === take.engine)
    if (!own || take.engine === engineId) return ''
    const readiness = own.readiness?.(ability) ?? { isReady: true }
    const { name, abilities } = own.describe()
    if (ability === 'extend-before' && !abilities.includes(ability)) return `${name} only goes forward in time, so another engine writes the beginning.`
    return readiness.isReady ? `${name} cannot do this.` : readiness.why
  }

  /**
   * One job a take, in one group; seeds count up from the first, so that a group can be asked for again exactly, and numbers go on from the takes
   * that these bars have or will have.
   */
  const enqueueTakes = async (
    count: number,
    last: number,
    firstSeed: number | undefined,
    enqueue: (order: { groupId: string; number: number; seed: number }) => Promise<JobId>,
  ) => {
    const groupId = newGroupId()
    const base = firstSeed ?? drawSeed()
    const jobIds: JobId[] = []
    for (let index = 0; index < count; index++) jobIds.push(await enqueue({ groupId, number: last + index + 1, seed: (base + index) >>> 0 }))
    return ok({ groupId, jobIds })
  }

  const orderRegions: Handlers<typeof editing>['regenerateRegions'] = async ({ trackId, seed: firstSeed, takes, how, regions: asked, ...wish }) => {
    const regions = mergeRegions(asked).map(({ prompt, ...span }) => ({ ...span, prompt: prompt?.trim() ? prompt : wish.prompt }))
    const [first, ...others] = regions
    if (!first || regions.some(({ prompt }) => prompt.length > MAX_PROMPT_CHARACTERS)) return promptTooLong()
    const playing = await findPlaying(trackId)
    if (!playing.ok) return playing
    const { take, title } = playing.value
    for (const { startFrame, endFrame } of regions) {
      const refused = checkRegion(take, startFrame, endFrame)
      if (refused) return err(refused)
    }
    const choice = chooseWay(regenerators(), take, how)
    if (!choice.ok) return choice
    const { engine, isNeural, why } = choice.value
    const place = placeOfRegions(take, regions)
    const candidates = isNeural ? melodyCandidates() : 1
    const last = await orders.lastNumber(trackId, 'regenerate', place)
    return enqueueTakes(takes, last, firstSeed, ({ groupId, number, seed }) =>
      jobs.enqueue(
        regenerateJobs[isNeural ? 'gpu' : 'cpu'],
        { trackId, parentTakeId: take.id, groupId, number, engine, why, candidates, request: { ...wish, ...first, seed }, others },
        { title: `Regenerate ${place} of ${title} (take ${number})`, subjectId: trackId, groupId },
      ),
    )
  }

  const orderExtension: Handlers<typeof editing>['extend'] = async ({ trackId, seed: firstSeed, takes, ...wish }) => {
    if (wish.prompt.length > MAX_PROMPT_CHARACTERS) return promptTooLong()
    const playing = await findPlaying(trackId)
    if (!playing.ok) return playing
    const { take, title } = playing.value
    const refused = checkExtension(take, wish.seconds)
    if (refused) return err(refused)
    const ability = extendAbility(wish.direction)
    const { id: engine, needsModel } = engineFor(take, ability).describe()
    const why = whyNotItsOwn(take, engine, ability)
    const where = wish.direction === 'before' ? 'before its beginning' : 'after its ending'
    const last = await orders.lastNumber(trackId, 'extend', placeOfExtension(wish.direction))
    return enqueueTakes(takes, last, firstSeed, ({ groupId, number, seed }) =>
      jobs.enqueue(
        extendJobs[needsModel ? 'gpu' : 'cpu'],
        { trackId, parentTakeId: take.id, groupId, number, engine, why, candidates: needsModel ? melodyCandidates() : 1, request: { ...wish, seed } },
        { title: `Extend ${title} by ${wish.seconds} s ${where} (take ${number})`, subjectId: trackId, groupId },
      ),
    )
  }

  const regenerateRegions: typeof orderRegions = (order) => orders.inTurn(order.trackId, () => orderRegions(order))
  return {
    ...createCompHandlers(parts),
    regenerate: ({ startFrame, endFrame, ...order }) => regenerateRegions({ ...order, regions: [{ startFrame, endFrame }] }),
    regenerateRegions,
    extend: (order) => orders.inTurn(order.trackId, () => orderExtension(order)),
    async strategy({ trackId }) {
      const playing = await findPlaying(trackId)
      return playing.ok ? ok(describeChoice(regenerators(), playing.value.take)) : playing
    },
  }
}
