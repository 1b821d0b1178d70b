import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportFormat, mixdown } from '../../src-shared/mixdown/contract.ts'
import type { TrackReader } from '../library/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { type MixdownJob, noScore } from './mixdown-job.ts'
import { safeFileName } from './safe-file-name.ts'

/** The system's own dialog, which also asks before a file is replaced; `undefined` when it was closed. */
export type ChooseSavePath = (suggestedName: string, format: ExportFormat) => Promise<string | undefined>

export type MixdownHandlerParts = {
  readonly library: Pick<TrackReader, 'find' | 'findTake'>
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly mixdownJob: MixdownJob
  readonly chooseSavePath: ChooseSavePath
}

export type MixdownHandlers = Handlers<typeof mixdown> & {
  /** For those who may say paths themselves: the command line, agents. Never replaces a file without `force`. */
  exportTrack(
    trackId: TrackId,
    format: ExportFormat,
    path: string,
    options?: { readonly force?: boolean },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score'>>>
}

export const createMixdownHandlers = ({ library, jobs, mixdownJob, chooseSavePath }: MixdownHandlerParts): MixdownHandlers => {
  const refusal = async (track: Track | undefined, format: ExportFormat) => {
    if (!track) return failure('track.not-found', 'This song is not in the library any more.')
    if (format === 'mid' && (await library.findTake(track.currentTakeId))?.scoreSha256 === undefined) return noScore()
    return undefined
  }
  const enqueue = (track: Track, format: ExportFormat, path: string, force: boolean) =>
    jobs.enqueue(mixdownJob, { trackId: track.id, format, path, force }, { title: `Export: ${basename(path)}`, subjectId: track.id })

  return {
    async saveAs({ trackId, format }) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format)
      if (refused || !track) return err(refused ?? failure('track.not-found', 'This song is not in the library any more.'))
      const path = await chooseSavePath(`${safeFileName(track.title)}.${format}`, format)
      return path === undefined ? ok({}) : ok({ jobId: await enqueue(track, format, path, true) })
    },
    async exportTrack(trackId, format, path, { force = false } = {}) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format)
      if (refused || !track) return err(refused ?? failure('track.not-found', 'This song is not in the library any more.'))
      return ok({ jobId: await enqueue(track, format, path, force) })
    },
  }
}
