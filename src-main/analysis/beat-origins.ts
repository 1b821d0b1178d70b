import type { BeatOrigin } from '../../src-shared/analysis/beat-origin.ts'
import type { TrackHearing } from '../../src-shared/analysis/contract.ts'
import { isMeterUnheard } from '../../src-shared/analysis/hearing.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Songs } from './analysis-handlers.ts'
import type { ListenJob } from './listen-job.ts'

export type BeatOriginParts = {
  readonly songs: Songs
  readonly factsOf: (trackId: TrackId) => Promise<TrackHearing | undefined>
  readonly listenJob: ListenJob
}

const originOf = ({ hearing, failure }: TrackHearing): BeatOrigin =>
  hearing
    ? {
        by: 'ear',
        bpm: hearing.tempo?.bpm,
        confidence: hearing.tempo?.confidence ?? 0,
        meterConfidence: isMeterUnheard(hearing) ? undefined : hearing.meter?.confidence,
      }
    : { by: 'unheard', why: failure?.message ?? 'this recording was not listened to.' }

/**
 * Who says where a song's beats lie. A recording that nobody listened to is listened to now, within the work that asks; one that cannot be read
 * is told with its reason. @throws FailureError disk.full, disk.read-only; AbortError
 */
export const createBeatOrigins =
  ({ songs, factsOf, listenJob }: BeatOriginParts) =>
  async (trackId: TrackId, context: WorkContext): Promise<BeatOrigin> => {
    const before = await factsOf(trackId)
    if (before?.hasScore) return { by: 'score' }
    if ((await songs.find(trackId))?.document?.correction?.grid) return { by: 'person' }
    if (before?.hearing) return originOf(before)
    try {
      // part of another job, whose identity and folder it does not need
      await listenJob.run({ trackIds: [trackId], isBackground: false }, { ...context, jobId: '' as JobId, workFolder: '' })
    } catch (cause) {
      if (!(cause instanceof FailureError) || cause.failure.code.startsWith('disk.')) throw cause
      return { by: 'unheard', why: cause.message }
    }
    const after = await factsOf(trackId)
    return after ? originOf(after) : { by: 'unheard', why: 'this song is not in the library any more.' }
  }
