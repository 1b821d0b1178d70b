import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, StemSetId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { mixdown } from '../../src-shared/mixdown/contract.ts'
import { type ExportFormat, type ExportOptions, isScoreFormat, optionsFault } from '../../src-shared/mixdown/export-options.ts'
import { DEFAULT_TEMPLATE, distinctNames, fileNameOf, unknownWords } from '../../src-shared/mixdown/file-names.ts'
import type { HandoffTarget } from '../../src-shared/mixdown/handoff.ts'
import { safeFileName } from '../../src-shared/mixdown/safe-file-name.ts'
import type { TrackReader } from '../library/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { HandoffJob } from './handoff/handoff-job.ts'
import { badOptions, badTemplate, noScore, noSet, noStems, noTrack } from './mixdown-failures.ts'
import type { MixdownJob } from './mixdown-job.ts'
import type { MixdownManyJob } from './mixdown-many-job.ts'
import { namedSong } from './named-song.ts'
import { alreadyThere, fileExists } from './publish-file.ts'
import type { SeparatedStems, StemsJob } from './stems-job.ts'

/** The system's own dialog, which also asks before a file is replaced; `undefined` when it was closed. */
export type ChooseSavePath = (suggestedName: string, format: ExportFormat | 'json') => Promise<string | undefined>

/** The system's own dialog for a folder that is there; `undefined` when it was closed. */
export type ChooseFolder = (title: string) => Promise<string | undefined>

export type MixdownHandlerParts = {
  readonly library: Pick<TrackReader, 'find' | 'findTake'>
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly mixdownJob: MixdownJob
  readonly manyJob: MixdownManyJob
  readonly stemsJob: StemsJob
  readonly handoffJob: HandoffJob
  readonly separated: SeparatedStems
  readonly chooseSavePath: ChooseSavePath
  readonly chooseFolder: ChooseFolder
}

/** `coverPath`: a picture for the files' tags */
export type HowExactly = { readonly force?: boolean; readonly options?: ExportOptions | undefined; readonly coverPath?: string | undefined }

export type MixdownHandlers = Omit<Handlers<typeof mixdown>, 'saveExcerpt'> & {
  /** For those who may say paths themselves: the command line, agents. Never replaces a file without `force`. */
  exportTrack(
    trackId: TrackId,
    format: ExportFormat,
    path: string,
    how?: HowExactly,
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score' | 'export.bad-options'>>>
  /** Many songs into a folder that is there, named by a template. Refuses where a file is there already, unless `force` says so. */
  exportMany(
    trackIds: readonly TrackId[],
    format: ExportFormat,
    folder: string,
    how?: HowExactly & { readonly template?: string | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score' | 'export.bad-options' | 'export.file-exists'>>>
  /** Everything for other programs in `folder`, which must be new, empty, or with `force` an older hand-off. */
  exportHandoff(
    trackId: TrackId,
    folder: string,
    how?: { readonly target?: HandoffTarget; readonly force?: boolean },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found'>>>
  /** One file a stem in `folder`, which is made when its parent is there. `positions`: only these of a set. */
  exportStems(
    trackId: TrackId,
    folder: string,
    options?: { readonly force?: boolean; readonly setId?: StemSetId | undefined; readonly positions?: readonly number[] | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'track.not-found' | 'export.no-score' | 'separation.not-found'>>>
}

const folded = (name: string): string => name.normalize('NFC').toLowerCase()
/** as systems compare names that do not see capitals */
const filesIn = async (folder: string): Promise<ReadonlySet<string>> => new Set((await readdir(folder).catch(() => [])).map(folded))

/** "Rain stems", or "Rain stems 2" where that is taken. */
const freeFolder = async (parent: string, title: string, what: string): Promise<string> => {
  const name = `${safeFileName(title)} ${what}`
  for (let number = 1; ; number++) {
    const path = join(parent, number === 1 ? name : `${name} ${number}`)
    if (!(await fileExists(path))) return path
  }
}

export const createMixdownHandlers = ({
  library,
  jobs,
  mixdownJob,
  manyJob,
  stemsJob,
  handoffJob,
  separated,
  chooseSavePath,
  chooseFolder,
}: MixdownHandlerParts): MixdownHandlers => {
  const hasScore = async (track: Track): Promise<boolean> => (await library.findTake(track.currentTakeId))?.scoreSha256 !== undefined
  const refusal = async (track: Track | undefined, format: ExportFormat, options: ExportOptions) => {
    if (!track) return noTrack()
    const fault = optionsFault(format, options)
    if (fault) return badOptions(fault)
    return isScoreFormat(format) && !(await hasScore(track)) ? noScore() : undefined
  }
  const enqueue = (track: Track, format: ExportFormat, path: string, { force = false, options = {}, coverPath }: HowExactly) =>
    jobs.enqueue(mixdownJob, { trackId: track.id, format, path, force, options, coverPath }, { title: `Export: ${basename(path)}`, subjectId: track.id })

  type ManyRefusal = Failure<'track.not-found' | 'export.no-score' | 'export.bad-options'>
  /** Every song with the name that the template gives it; none of two alike. */
  const nameAll = async (
    trackIds: readonly TrackId[],
    format: ExportFormat,
    options: ExportOptions,
    template: string,
    isTaken: (name: string) => boolean,
  ): Promise<Result<readonly { trackId: TrackId; fileName: string }[], ManyRefusal>> => {
    const unknown = unknownWords(template)
    if (unknown.length > 0) return err(badTemplate(unknown))
    const tracks: Track[] = []
    for (const trackId of trackIds) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format, options)
      if (refused || !track) return err(refused ?? noTrack())
      tracks.push(track)
    }
    const names = tracks.map((track, index) => fileNameOf(template, namedSong(track, options.tags, index + 1, tracks.length)))
    const distinct = distinctNames(names, (name) => isTaken(`${name}.${format}`))
    return ok(tracks.map((track, index) => ({ trackId: track.id, fileName: `${distinct[index]}.${format}` })))
  }
  const enqueueMany = (songs: readonly { trackId: TrackId; fileName: string }[], format: ExportFormat, folder: string, how: HowExactly) =>
    jobs.enqueue(
      manyJob,
      { songs: [...songs], format, folder, options: how.options ?? {}, coverPath: how.coverPath },
      { title: `Export: ${songs.length === 1 ? songs[0]?.fileName : `${songs.length} songs`}`, subjectId: songs[0]?.trackId },
    )

  const enqueueHandoff = (track: Track, folder: string, target: HandoffTarget, force: boolean) =>
    jobs.enqueue(handoffJob, { trackId: track.id, folder, target, force }, { title: `Hand off: ${basename(folder)}`, subjectId: track.id })

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
      const parent = await chooseFolder('Export stems')
      // the folder is new and this job's own: a run after a crash may write over what the first one left
      return parent === undefined ? ok({}) : ok({ jobId: await enqueueStems(track, await freeFolder(parent, track.title, 'stems'), true, chosen.value) })
    },
    async exportStems(trackId, folder, { force = false, setId, positions } = {}) {
      const track = await library.find(trackId)
      if (!track) return err(noTrack())
      const chosen = await chooseStems(track, setId)
      if (!chosen.ok) return chosen
      return ok({ jobId: await enqueueStems(track, folder, force, { ...chosen.value, positions }) })
    },
    async saveAs({ trackId, format, options = {} }) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format, options)
      if (refused || !track) return err(refused ?? noTrack())
      const path = await chooseSavePath(`${safeFileName(options.tags?.title || track.title)}.${format}`, format)
      return path === undefined ? ok({}) : ok({ jobId: await enqueue(track, format, path, { force: true, options }) })
    },
    async exportTrack(trackId, format, path, how = {}) {
      const track = await library.find(trackId)
      const refused = await refusal(track, format, how.options ?? {})
      if (refused || !track) return err(refused ?? noTrack())
      return ok({ jobId: await enqueue(track, format, path, how) })
    },
    async handOff({ trackId, target }) {
      const track = await library.find(trackId)
      if (!track) return err(noTrack())
      const parent = await chooseFolder('Hand off to a DAW')
      return parent === undefined ? ok({}) : ok({ jobId: await enqueueHandoff(track, await freeFolder(parent, track.title, 'hand-off'), target, false) })
    },
    async exportHandoff(trackId, folder, { target = 'all', force = false } = {}) {
      const track = await library.find(trackId)
      return track ? ok({ jobId: await enqueueHandoff(track, folder, target, force) }) : err(noTrack())
    },
    async saveMany({ trackIds, format, options = {}, template }) {
      // what cannot be done is said before the musician is asked for a place
      const possible = await nameAll(trackIds, format, options, template, () => false)
      if (!possible.ok) return possible
      const folder = await chooseFolder(`Export ${trackIds.length} songs`)
      if (folder === undefined) return ok({})
      const there = await filesIn(folder)
      const songs = await nameAll(trackIds, format, options, template, (name) => there.has(folded(name)))
      return songs.ok ? ok({ jobId: await enqueueMany(songs.value, format, folder, { options }) }) : songs
    },
    async exportMany(trackIds, format, folder, how = {}) {
      const songs = await nameAll(trackIds, format, how.options ?? {}, how.template ?? DEFAULT_TEMPLATE, () => false)
      if (!songs.ok) return songs
      const there = await filesIn(folder)
      const old = songs.value.find(({ fileName }) => there.has(folded(fileName)))
      if (old && !how.force) return err({ ...alreadyThere(join(folder, old.fileName)).failure, code: 'export.file-exists' })
      return ok({ jobId: await enqueueMany(songs.value, format, folder, how) })
    },
  }
}
