import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import type { Inference } from '../inference/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError, requireSpace } from '../platform/files/index.ts'
import type { JobContext, JobDefinition } from '../platform/jobs/index.ts'
import { noTrack, strangeModel } from './separation-failures.ts'
import { paramsOf } from './separators.ts'
import { requestKeyOf, SplitOrder, separatorKeyOf } from './split-order.ts'
import type { StemShelf } from './stem-shelf.ts'
import { voicesOf } from './voices.ts'

export type SplitParts = {
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<ModelShelf, 'require'>
  readonly library: Pick<TrackReader, 'findTake'>
  readonly audio: Pick<AudioStore, 'pathOf' | 'adopt' | 'has'>
  readonly stems: StemShelf
  readonly events: Events
}

export type SeparateJob = JobDefinition<typeof SplitOrder>

/** 32-bit float, stereo */
const BYTES_PER_FRAME = 8
/** Where random shifts are asked for they are the same each time, so that the same request gives the same bytes. */
const SEED = 1

/** @throws FailureError track.not-found */
export const requireTake = async (library: Pick<TrackReader, 'findTake'>, { takeId }: Pick<SplitOrder, 'takeId'>): Promise<Take> => {
  const take = await library.findTake(takeId)
  if (!take) throw new FailureError(noTrack('This version of the song is not there any more, so it was not split.'))
  return take
}

/** Lays the stems under the song and tells; those that follow others have their place, as long as there is one. */
export const deliver = async ({ stems, events }: Pick<SplitParts, 'stems' | 'events'>, jobId: JobId, trackId: TrackId, set: StemSet): Promise<void> => {
  if (set.follows === undefined) await stems.attach(set)
  events.emit('separation.finished', { jobId, trackId, setId: set.id })
}

/** Bytes that are on the disk at most: the stems and the rest of the song, and before them what the model heard and said at its own rate. */
const roomFor = ({ lengthFrames, sampleRateHz }: Take, { region, shifts }: SplitOrder, modelRateHz: number, voiceCount: number): number => {
  const songBytes = lengthFrames * BYTES_PER_FRAME
  const modelBytes = (songBytes * modelRateHz) / sampleRateHz
  const isFinal = region === undefined && sampleRateHz === modelRateHz
  return songBytes * (voiceCount + 1) + (isFinal ? 0 : modelBytes * (voiceCount + 1)) + (shifts > 1 ? modelBytes * shifts * voiceCount : 0)
}

const separate = async (parts: SplitParts, order: SplitOrder, { workFolder, signal, flags, progress }: JobContext): Promise<StemSet> => {
  const { audio, stems } = parts
  const take = await requireTake(parts.library, order)
  const model = parts.models.require(order.modelId ?? '')
  const params = paramsOf(model)
  const modelPath = model.files.model
  if (!params || modelPath === undefined) throw new FailureError(strangeModel(model.id))
  const requestKey = requestKeyOf(take, separatorKeyOf(model), order)
  const before = await stems.findByRequest(requestKey)
  if (before && stems.isWhole(before)) return before

  const voices = voicesOf(params.stems, order.only)
  await requireSpace(workFolder, roomFor(take, order, params.sampleRateHz, voices.length))
  const { overlap, stems: sources, ...shape } = params
  const separated = await parts.inference.run(
    'stems.separate',
    {
      modelPath,
      shape: { ...shape, sources, overlap },
      songPath: audio.pathOf(take.audioSha256),
      folder: workFolder,
      voices: voices.map((voice) => ({ name: voice.name.toLowerCase(), sources: voice.sources })),
      region: order.region,
      shifts: order.shifts,
      seed: SEED,
    },
    { signal, flags, progress: subProgress(progress, 0, 0.97) },
  )
  progress(0.97, 'saving the stems')
  const files = [
    ...separated.stems.map(({ path }, index) => ({ path, name: voices[index]?.name ?? '', role: voices[index]?.role ?? ('stem' as const) })),
    ...(separated.outsidePath === undefined ? [] : [{ path: separated.outsidePath, name: 'Rest of the song', role: 'outside' as const }]),
  ]
  const adopted = []
  for (const { path, name, role } of files) {
    signal.throwIfAborted()
    adopted.push({ name, role, ...(await audio.adopt(path)) })
  }
  signal.throwIfAborted()
  return stems.publish({
    trackId: order.trackId,
    takeId: take.id,
    follows: order.follows,
    method: 'model',
    makerId: model.id,
    makerName: model.name,
    region: order.region,
    shifts: order.shifts,
    residualDb: separated.residualDb,
    sharedResidualDb: separated.modelResidualDb,
    baseGainDb: 0,
    requestKey,
    lengthFrames: separated.lengthFrames,
    sampleRateHz: separated.sampleRateHz,
    stems: adopted,
  })
}

/** Takes one version of a song apart with a model. Runs again from the start after a crash: nothing was published before it ended. */
export const createSeparateJob = (parts: SplitParts): SeparateJob => ({
  kind: 'separation.separate',
  payload: SplitOrder,
  lane: 'gpu',
  afterCrash: 'restart',
  async run(order, context) {
    try {
      await deliver(parts, context.jobId, order.trackId, await separate(parts, order, context))
    } catch (cause) {
      throw failureOfSystemError(cause, context.workFolder) ?? cause
    }
  },
})
