import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../src-shared/kernel/failure.ts'
import type { StemSetId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { ModelId } from '../../src-shared/models/catalog.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { MIN_STEM_SECONDS, type SplitRequest, type StemSet, type separation } from '../../src-shared/separation/contract.ts'
import { placeOf } from '../../src-shared/separation/following.ts'
import type { TrackReader, TrackWriter } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { PlayStemsJob } from './play-stems-job.ts'
import type { SeparateJob } from './separate-job.ts'
import { emptyRegion, inUse, noScore, noSeparator, noSet, noSuchStem, noTrack, outsideSong, strangeModel } from './separation-failures.ts'
import { listSeparators, paramsOf } from './separators.ts'
import { requestKeyOf, separatorKeyOf } from './split-order.ts'
import type { StemShelf } from './stem-shelf.ts'

export type SeparationHandlerParts = {
  readonly library: Pick<TrackReader, 'find' | 'findTake' | 'findAudioFile'>
  readonly tracks: TrackWriter
  readonly models: Pick<ModelShelf, 'find' | 'forTask'>
  readonly stems: StemShelf
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly separateJob: SeparateJob
  readonly playStemsJob: PlayStemsJob
  readonly engineFor: (take: Take) => MusicEngine
  readonly events: Events
}

type Span = NonNullable<SplitRequest['region']>

const spanFailure = ({ lengthFrames, sampleRateHz }: Take, { startFrame, endFrame }: Span) => {
  if (endFrame > lengthFrames) return outsideSong(lengthFrames / sampleRateHz)
  return endFrame - startFrame < MIN_STEM_SECONDS * sampleRateHz ? emptyRegion() : undefined
}

/** A region that is the whole song is none. */
const realRegion = ({ lengthFrames }: Take, region: Span | undefined): Span | undefined =>
  region && !(region.startFrame === 0 && region.endFrame === lengthFrames) ? region : undefined

/** All sources by themselves is the same as no choice. */
const realChoice = (known: readonly string[], only: readonly string[] | undefined): string[] | undefined =>
  only && known.some((name) => !only.includes(name)) ? known.filter((name) => only.includes(name)) : undefined

/** What was asked for when a model made these stems. */
const requestOf = ({ trackId, makerId, stems, region, shifts }: StemSet): SplitRequest => ({
  trackId,
  method: 'model',
  modelId: ModelId.parse(makerId),
  ...(stems.some(({ role }) => role === 'rest') && { only: stems.flatMap(({ role, name }) => (role === 'stem' ? [name] : [])) }),
  ...(region && { region }),
  shifts,
})

const failureOf = <C extends string>(cause: unknown, codes: readonly C[]): Failure<C> => {
  if (cause instanceof FailureError) {
    const code = codes.find((one) => one === cause.failure.code)
    if (code) return { ...cause.failure, code }
  }
  throw cause
}

export const createSeparationHandlers = (parts: SeparationHandlerParts): Handlers<typeof separation> => {
  const { library, stems, jobs, models } = parts

  /** what was asked before is there: it only has to be laid under the song again */
  const answerWith = async (set: StemSet) => {
    if (set.follows === undefined) await stems.attach(set)
    else parts.events.emit('separation.changed', { trackId: set.trackId })
    return ok({ setId: set.id })
  }
  const findWhole = async (requestKey: string): Promise<StemSet | undefined> => {
    const set = await stems.findByRequest(requestKey)
    return set && stems.isWhole(set) ? set : undefined
  }

  const startScore = async (track: Track, take: Take, follows?: StemSetId) => {
    const engine = parts.engineFor(take)
    if (!take.scoreSha256 || !engine.stems) return err(noScore())
    const { id, version } = engine.describe()
    const there = await findWhole(requestKeyOf(take, `${id} ${version}`, { shifts: 0, follows }))
    if (there) return answerWith(there)
    const order = { trackId: track.id, takeId: take.id, shifts: 0, ...(follows && { follows }) }
    return ok({ jobId: await jobs.enqueue(parts.playStemsJob, order, { title: `Instruments of ${track.title}`, subjectId: track.id }) })
  }

  const startModel = async (track: Track, take: Take, request: SplitRequest, follows?: StemSetId) => {
    const modelId = request.modelId ?? listSeparators(models)[0]?.modelId
    const model = modelId === undefined ? undefined : models.find(modelId)
    if (model?.task !== 'stem-separation') return err(noSeparator())
    const params = paramsOf(model)
    if (!params) return err(strangeModel(model.id))
    const wanted = request.only?.map((name) => name.toLowerCase())
    const unknown = wanted?.filter((name) => !params.stems.includes(name)) ?? []
    if (unknown.length > 0) return err(noSuchStem(unknown, params.stems))
    const refused = request.region && spanFailure(take, request.region)
    if (refused) return err(refused)
    const wish = { only: realChoice(params.stems, wanted), region: realRegion(take, request.region), shifts: request.shifts, ...(follows && { follows }) }
    const there = await findWhole(requestKeyOf(take, separatorKeyOf(model), wish))
    if (there) return answerWith(there)
    const order = { trackId: track.id, takeId: take.id, modelId: model.id, ...wish }
    const what = wish.only ? `${wish.only.join(', ')} of ${track.title}` : track.title
    return ok({ jobId: await jobs.enqueue(parts.separateJob, order, { title: `Split: ${what}`, subjectId: track.id }) })
  }

  return {
    async list({ trackId }) {
      const track = await library.find(trackId)
      const take = track && (await library.findTake(track.currentTakeId))
      if (!take) return err(noTrack())
      const hasScore = take.scoreSha256 !== undefined && parts.engineFor(take).stems !== undefined
      return ok({ sets: [...(await stems.listOfTrack(trackId))], separators: [...listSeparators(models)], hasScore })
    },
    async start(request) {
      const track = await library.find(request.trackId)
      if (track?.trashedAt) return err(noTrack(`${track.title} is in the trash. Restore it first.`))
      const take = track && (await library.findTake(track.currentTakeId))
      if (!track || !take) return err(noTrack())
      try {
        return await (request.method === 'score' ? startScore(track, take) : startModel(track, take, request))
      } catch (cause) {
        return err(failureOf(cause, ['track.not-found', 'project.damaged']))
      }
    },
    async again({ setId }) {
      const set = await stems.find(setId)
      if (!set) return err(noSet())
      const track = await library.find(set.trackId)
      if (track?.trashedAt) return err(noTrack(`${track.title} is in the trash. Restore it first.`))
      const take = track && (await library.findTake(track.currentTakeId))
      if (!track || !take) return err(noTrack())
      try {
        return await (set.method === 'score' ? startScore(track, take, placeOf(set)) : startModel(track, take, requestOf(set), placeOf(set)))
      } catch (cause) {
        return err(failureOf(cause, ['track.not-found', 'project.damaged']))
      }
    },
    async attach({ setId }) {
      const set = await stems.find(setId)
      if (!set) return err(noSet())
      try {
        await stems.attach(set)
        return ok({})
      } catch (cause) {
        return err(failureOf(cause, ['track.not-found', 'project.damaged', 'project.invalid-edit']))
      }
    },
    async openAsSong({ setId, position }) {
      const set = await stems.find(setId)
      const stem = set?.stems.find((one) => one.position === position)
      const [track, take] = set ? await Promise.all([library.find(set.trackId), library.findTake(set.takeId)]) : []
      const file = stem && (await library.findAudioFile(stem.audioSha256))
      if (!set || !stem || !track || !take || !file) return err(noSet())
      const { tempoMap, timeSignature, firstBarFrame, sections } = take
      try {
        const made = await parts.tracks.create({
          title: `${track.title} (${stem.name.toLowerCase()})`,
          origin: 'imported',
          engine: 'import',
          engineVersion: '',
          prompt: '',
          licence: track.licence,
          artist: track.artist,
          key: track.key,
          style: track.style,
          sourceName: `${stem.name} of ${track.title}`,
          take: {
            kind: 'imported',
            groupId: set.id,
            number: 1,
            audioSha256: stem.audioSha256,
            audioBytes: file.bytes,
            sampleRateHz: file.sample_rate_hz,
            channelCount: file.channel_count,
            lengthFrames: file.length_frames,
            tempoMap,
            timeSignature,
            firstBarFrame,
            sections,
            prompt: '',
            engine: 'import',
            madeFrom: { takeId: take.id, helpers: set.method === 'model' ? [set.makerId] : [] },
            strategy: 'stem',
            reason: `${stem.name}, taken out of ${track.title} by ${set.makerName}`,
          },
        })
        return ok({ trackId: made.track.id })
      } catch (cause) {
        return err(failureOf(cause, ['audio.missing', 'disk.full', 'disk.read-only']))
      }
    },
    async discard({ setId }) {
      const set = await stems.find(setId)
      if (!set) return err(noSet())
      if (await stems.isAttached(set.trackId, setId)) return err(inUse())
      return ok({ freedBytes: (await stems.discard(set)).freedBytes })
    },
  }
}
