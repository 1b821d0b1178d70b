import { basename, join } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, StemSetId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportFormat, mixdown } from '../../src-shared/mixdown/contract.ts'
import type { TrackReader } from '../library/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { noScore, noSet, noStems, noTrack } from './mixdown-failures.ts'
import type { MixdownJob } from './mixdown-job.ts'
import { fileExists } from './publish-file.ts'
import { safeFileName } from './safe-file-name.ts'
import type { SeparatedStems, StemsJob } from './stems-job.ts'

/** The system's own dialog, which also asks before a file is replaced; `undefined` when it was closed. */
export type ChooseSavePath = (suggestedName: string, format: ExportFormat) => Promise<string | undefined>

/** The system's own dialog for a folder that is there; `undefined` when it was closed. */
export type ChooseFolder = () => Promise<string | undefined>

export type MixdownHandlerParts = {
  readonly library: Pick<TrackReader, 'find' | 'findTake'>
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly mixdownJob: MixdownJob
  readonly stemsJob: StemsJob
  readonly separated: SeparatedStems
  readonly chooseSavePath: ChooseSavePath
  readonly chooseFolder: ChooseFolder
}

export type MixdownHandlers = Handlers<typeof mixdown> & {
  /** For those who may say paths themselves: the command line, agents. Never replaces a file without `force`. */
  exportTrack(
    trackId: TrackId,
    format: ExportFormat,
    path: string,
    options?: { readonly force?: boolean },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score'>>>
  /** One file a stem in `folder`, which is made when its parent is there. `positions`: only these of a set. */
  exportStems(
    trackId: TrackId,
    folder: string,
    options?: { readonly force?: boolean; readonly setId?: StemSetId | undefined; readonly positions?: readonly number[] | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score' | 'separation.not-found'>>>
}

/** "Rain stems", or "Rain stems 2" where that is taken. */
const freeFolder = async (parent: string, title: string): Promise<string> => {
  const name = `${safeFileName(title)} stems`
  for (let number = 1; ; number++) {
    const path = join(parent, number === 1 ? name : `${name} ${number}`)
    if (!(await fileExists(path))) return path
  }
}

export const createMixdownHandlers = ({
  library,
  jobs,
  mixdownJob,
  stemsJob,
  separated,
  chooseSavePath,
  chooseFolder,
}: MixdownHandlerParts): MixdownHandlers => {
  const hasScore = async (track: Track): Promise<boolean> => (await library.findTake(track.currentTakeId))?.scoreSha256 !== undefined
  const refusal = async (track: Track | undefined, format: ExportFormat) => {
    if (!track) return noTrack()
    return format === 'mid' && !(await hasScore(track)) ? noScore() : undefined
  }
  const enqueue = (track: Track, format: ExportFormat, path: string, force: boolean) =>
    jobs.enqueue(mixdownJob, { trackId: track.id, format, path, force }, { title: `Export: ${basename(path)}`, subjectId: track.id })

  type Choice = { readonly setId: StemSetId | undefined; readonly positions?: readonly number[] | undefined }
  const enqueueStems = (track: Track, folder: string, force: boolean, { setId, positions }: Choice) =>
    jobs.enqueue(
      stemsJob,
      { trackId: track.id, folder, force, setId, positions: positions && [...positions] },
      { title: `Export: ${basename(folder)}`, subjectId: track.id },
    )

  /** which stems are meant: those that were named, the score's, or the newest that the song was split into */
  const chooseStems = async (track: Track, setId: StemSetId | undefined): Promise<Result<Choice, Failure<'export.no-score' | 'separation.not-found'>>> => {
    if (setId) return (await separated.find(setId)) ? ok({ setId }) : err(noSet())
    if (await hasScore(track)) return ok({ setId: undefined })
    const newest = (await separated.listOfTake(track.currentTakeId)).at(-1)
    return newest ? ok({ setId: newest.id }) : err(noStems())
  }

  return {
    async saveStems({ trackId, setId }) {
      const track = await library.find(trackId)
      if (!track) return err(noTrack())
      const chosen = await chooseStems(track, setId)
      if (!chosen.ok) return chosen
      const parent = await chooseFolder()
      // the folder is new and this job's own: a run after a crash may write over what the first one left
      return parent === undefined ? ok({}) : ok({ jobId: await enqueueStems(track, await freeFolder(parent, track.title), true, chosen.value) })
    },
    async exportStems(trackId, folder, { force = false, setId, positions } = {}) {
      const track = await library.find(trackId)
      if (!track) return err(noTrack())
      const chosen = await chooseStems(track, setId)
      if (!chosen.ok) return chosen
      return ok({ jobId: await enqueueStems(track, folder, force, { ...chosen.value, positions }) })
    },
    async saveAs({ trackId, format }) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format)
      if (refused || !track) return err(refused ?? noTrack())
      const path = await chooseSavePath(`${safeFileName(track.title)}.${format}`, format)
      return path === undefined ? ok({}) : ok({ jobId: await enqueue(track, format, path, true) })
    },
    async exportTrack(trackId, format, path, { force = false } = {}) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format)
      if (refused || !track) return err(refused ?? noTrack())
      return ok({ jobId: await enqueue(track, format, path, force) })
    },
  }
}
