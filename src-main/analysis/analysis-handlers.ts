import { z } from 'zod'
import type { analysis } from '../../src-shared/analysis/contract.ts'
import { isHeardByEar, rootOf } from '../../src-shared/analysis/grid-of-takes.ts'
import { Hearing } from '../../src-shared/analysis/hearing.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { ProjectDocument, Take } from '../../src-shared/project/document.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { hearingRepository } from './hearing-repository.ts'
import type { ListenJob } from './listen-job.ts'

/** What the handlers ask of songs; the composition root fits the library and the project in. */
export type Songs = {
  find(trackId: TrackId): Promise<{ readonly title: string; readonly takes: readonly Take[]; readonly document: ProjectDocument | undefined } | undefined>
}

const StoredFailure = z.object({ code: z.string(), message: z.string() })

const parsed = <S extends z.ZodType>(schema: S, json: string | null | undefined): z.output<S> | undefined => {
  if (!json) return undefined
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    // derived facts: unreadable is the same as not listened to yet
    return undefined
  }
}

export type AnalysisParts = {
  readonly database: Database
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly songs: Songs
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly listenJob: ListenJob
  readonly now: () => number
}

export const createAnalysisHandlers = ({ database, reading = database.query, songs, jobs, listenJob, now }: AnalysisParts): Handlers<typeof analysis> => {
  const repository = hearingRepository(database.query)
  const notFound = () => err(failure('track.not-found', 'This song is not in the library any more.'))
  return {
    async get({ trackId }) {
      const song = await songs.find(trackId)
      const [first] = song?.takes ?? []
      if (!song || !first) return notFound()
      const row = await repository.find(rootOf(first, song.takes).audioSha256)
      const hearing = parsed(Hearing, row?.hearing_json)
      const why = parsed(StoredFailure, row?.failure_json)
      return ok({
        trackId,
        ...(hearing && { hearing }),
        ...(why && { failure: why }),
        hasScore: !isHeardByEar(first, song.takes),
        isCorrected: song.document?.correction !== undefined,
      })
    },
    async start({ trackIds, again }) {
      for (const trackId of trackIds ?? []) if (!(await songs.find(trackId))) return notFound()
      const heardBefore = again ? now() : undefined
      const count = await repository.countWaiting({ trackIds, heardBefore })
      if (count === 0) return err(failure('analysis.nothing-to-hear', 'Every song asked for was listened to already. Ask for it again to hear it anew.'))
      const [only] = trackIds ?? []
      const title = trackIds?.length === 1 && only ? `Listen to ${(await songs.find(only))?.title ?? 'a song'}` : `Listen to ${count} songs`
      return ok({ jobId: await jobs.enqueue(listenJob, { trackIds, heardBefore, isBackground: false }, { title, ...(only && { subjectId: only }) }) })
    },
    async waiting({ trackIds }) {
      return ok({ trackIds: await repository.waitingOf(trackIds) })
    },
    async progress() {
      const whole = hearingRepository(reading)
      return ok({ ...(await whole.countHeard()), waiting: await whole.countWaiting() })
    },
  }
}
