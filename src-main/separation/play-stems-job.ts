import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MusicEngine, PlayedStems } from '../../src-shared/generation/engine.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { Sha256, StemSetId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import { dbToGain } from '../../src-shared/kernel/units.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import { placeOf } from '../../src-shared/separation/following.ts'
import type { TrackReader } from '../library/index.ts'
import { failureOfSystemError, requireSpace } from '../platform/files/index.ts'
import type { JobContext, JobDefinition } from '../platform/jobs/index.ts'
import { deliver, requireTake, type SplitParts } from './separate-job.ts'
import { noScore } from './separation-failures.ts'
import { requestKeyOf, SplitOrder } from './split-order.ts'

export type PlayStemsParts = Omit<SplitParts, 'models' | 'library'> & {
  readonly library: Pick<TrackReader, 'findTake' | 'findScore'>
  readonly engineFor: (take: Take) => MusicEngine
}
export type PlayStemsJob = JobDefinition<typeof SplitOrder>

type Followed = { readonly played: PlayedStems; readonly sha256Of: ReadonlyMap<string, Sha256> }

/** The newest stems of a place that are whole and say how loud they were played, with the score that they were played from. */
const lastOfPlace = async ({ library, stems, audio }: PlayStemsParts, place: StemSetId): Promise<Followed | undefined> => {
  const first = await stems.find(place)
  const family = first ? (await stems.listOfTrack(first.trackId)).filter((set) => placeOf(set) === place) : []
  for (const set of family.toReversed()) {
    if (set.playedGain === undefined || !stems.isWhole(set)) continue
    const take = await library.findTake(set.takeId)
    const score = take?.scoreSha256 && (await library.findScore(take.scoreSha256))
    if (!take || !score) continue
    const files = set.stems.map(({ name, audioSha256 }) => ({ name, path: audio.pathOf(audioSha256), audioSha256 }))
    return {
      played: { score, lengthFrames: take.lengthFrames, stems: files, trimDb: -set.baseGainDb, gain: set.playedGain },
      sha256Of: new Map(files.map(({ path, audioSha256 }) => [path, audioSha256])),
    }
  }
  return undefined
}

const play = async (parts: PlayStemsParts, order: SplitOrder, { workFolder, signal, flags, progress }: JobContext): Promise<StemSet> => {
  const { audio, library, stems } = parts
  const take = await requireTake(library, order)
  const score = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  const engine = parts.engineFor(take)
  if (!score || !engine.stems) throw new FailureError(noScore())
  const { id: makerId, name: makerName, version } = engine.describe()
  const requestKey = requestKeyOf(take, `${makerId} ${version}`, order)
  const before = await stems.findByRequest(requestKey)
  if (before && stems.isWhole(before)) return before

  const { lengthFrames, sampleRateHz, plan } = take
  await requireSpace(workFolder, score.parts.length * lengthFrames * 6)
  const folder = join(workFolder, 'instruments')
  await mkdir(folder)
  const songPath = audio.pathOf(take.audioSha256)
  const song = { audioPath: songPath, lengthFrames, sampleRateHz, plan, score }
  const followed = order.follows && (await lastOfPlace(parts, order.follows))
  const played = await engine.stems(song, folder, { signal, flags, progress: subProgress(progress, 0, 0.9) }, followed ? followed.played : undefined)
  progress(0.9, 'comparing the instruments with the song')
  const stemPaths = played.stems.map(({ path }) => path)
  const work = { signal, flags, progress: () => undefined }
  const { residualDb } = await parts.inference.run('stems.null-test', { songPath, stemPaths, stemGain: dbToGain(-played.trimDb) }, work)
  progress(0.97, 'saving the stems')
  const adopted = []
  for (const { name, path } of played.stems) {
    signal.throwIfAborted()
    const known = followed?.sha256Of.get(path)
    adopted.push({ name, role: 'stem' as const, ...(known ? { sha256: known, bytes: 0 } : await audio.adopt(path)) })
  }
  signal.throwIfAborted()
  return stems.publish({
    trackId: order.trackId,
    takeId: take.id,
    follows: order.follows,
    playedGain: played.gain,
    method: 'score',
    makerId,
    makerName,
    shifts: 0,
    residualDb,
    baseGainDb: -played.trimDb,
    requestKey,
    lengthFrames,
    sampleRateHz,
    stems: adopted,
  })
}

/** Has the built-in engine play each instrument of a song that it made: exact, and without a model. */
export const createPlayStemsJob = (parts: PlayStemsParts): PlayStemsJob => ({
  kind: 'separation.play',
  payload: SplitOrder,
  lane: 'cpu',
  afterCrash: 'restart',
  async run(order, context) {
    try {
      await deliver(parts, context.jobId, order.trackId, await play(parts, order, context))
    } catch (cause) {
      throw failureOfSystemError(cause, context.workFolder) ?? cause
    }
  },
})
