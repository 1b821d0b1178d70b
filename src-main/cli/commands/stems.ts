import { join, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { StemSetId } from '../../../src-shared/kernel/ids.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import { ModelId } from '../../../src-shared/models/catalog.ts'
import { MAX_SHIFTS, type Stem, type StemSet, separation } from '../../../src-shared/separation/contract.ts'
import { ask, unwrap } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { seconds, wholeNumber } from '../option-values.ts'
import type { CommandLine, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

type Options = {
  readonly model?: string | undefined
  readonly only?: readonly string[] | undefined
  readonly without?: readonly string[] | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly shifts: number
  readonly score: boolean
  readonly toFolder?: string | undefined
  readonly force: boolean
}

const names = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')

const usage = (message: string) => new FailureError(failure('cli.usage', message))

const modelIdOf = (text: string | undefined): ModelId | undefined => {
  if (text === undefined) return undefined
  const id = ModelId.safeParse(text)
  if (!id.success) throw usage(`There is no model “${text}”. \`segno models list\` shows them.`)
  return id.data
}

const regionOf = ({ seconds: length, sampleRateHz }: Track, { from, to }: Options) => {
  if (from === undefined && to === undefined) return undefined
  const [start, end] = [from ?? 0, to ?? length]
  if (start < 0 || end > length + 0.001)
    throw new FailureError(failure('region.outside-song', `The region reaches past the song, which is ${length.toFixed(1)} s long. Nothing was done.`))
  return { startFrame: Math.round(start * sampleRateHz), endFrame: Math.min(Math.round(end * sampleRateHz), Math.floor(length * sampleRateHz + 0.5)) }
}

/** Which files were asked for: `--only` names them, `--without` means the sum of all the others. */
const isAsked = ({ name, role }: Stem, { only, without }: Options): boolean => {
  if (without) return role === 'rest'
  if (only) return only.includes(name.toLowerCase())
  return role !== 'outside'
}

/** Starts the work, or finds that it was done before. */
const split = async ({ studio, follow }: CommandLine, track: Track, options: Options): Promise<StemSet> => {
  const made = new Map<string, StemSetId>()
  const stop = studio.events.on('separation.finished', ({ jobId, setId }) => made.set(jobId, setId))
  const region = regionOf(track, options)
  const only = options.only ?? options.without
  const started = await ask(separation.start, studio.handlers.separation.start, {
    trackId: track.id,
    method: options.score ? 'score' : 'model',
    shifts: options.shifts,
    ...(options.model !== undefined && { modelId: modelIdOf(options.model) }),
    ...(only && { only: [...only] }),
    ...(region && { region }),
  })
  if (started.jobId) await follow([started.jobId])
  stop()
  const setId = started.setId ?? made.get(started.jobId ?? '')
  const { sets } = await ask(separation.list, studio.handlers.separation.list, { trackId: track.id })
  const set = sets.find(({ id }) => id === setId)
  if (!set) throw new Error('the work succeeded without stems')
  return set
}

const writeFiles = async ({ studio, follow, folder }: CommandLine, set: StemSet, asked: readonly Stem[], { toFolder, force }: Options) => {
  if (toFolder === undefined) return undefined
  const target = resolve(folder, toFolder)
  const written: string[] = []
  const stop = studio.events.on('mixdown.finished', ({ trackId, stems }) => trackId === set.trackId && written.push(...(stems ?? [])))
  const positions = asked.map(({ position }) => position)
  const { jobId } = unwrap(await studio.exportStems(set.trackId, target, { force, setId: set.id, positions }))
  await follow([jobId])
  stop()
  return { folder: target, files: written.map((name) => join(target, name)) }
}

const documentOf = (studio: StudioServices, { id, stems, ...set }: StemSet) => ({
  setId: id,
  ...set,
  stems: stems.map(({ name, role, audioSha256 }) => ({ name, role, sha256: audioSha256, path: studio.audioPath(audioSha256) })),
})

export const addStems = (program: Program, run: RunCommand): void => {
  program
    .command('stems <track>')
    .description('take a song apart: drums, bass, other and vocals, or the instruments of its score')
    .option('--model <id>', 'an installed separation model; default: the preferred one')
    .option('--only <names>', 'these by themselves, the others as one: vocals,drums', names)
    .option('--without <names>', 'the song without these, as one file: vocals', names)
    .option('--from <time>', 'only from here, in seconds or m:ss', seconds)
    .option('--to <time>', 'only to here', seconds)
    .option('--shifts <n>', 'separate so many times at other moments and average: a little better, as many times slower', wholeNumber(0, MAX_SHIFTS), 0)
    .option('--score', 'play the instruments of a song that the built-in engine made, without a model', false)
    .option('--to-folder <folder>', 'also write the stems there, as 32-bit float WAVs')
    .option('--force', 'replace files that are there already', false)
    .action((words, options) =>
      run(async (line) => {
        if (options.only && options.without) throw usage('Say either --only or --without, not both.')
        const track = await findTrack(line.studio, words)
        const set = await split(line, track, options)
        const asked = set.stems.filter((stem) => isAsked(stem, options))
        const written = await writeFiles(line, set, asked, options)
        const document = documentOf(line.studio, set)
        const rows = asked.map(({ name, audioSha256 }, index) => [name, written?.files[index] ?? line.studio.audioPath(audioSha256)])
        const shared = set.sharedResidualDb === undefined ? '' : `; ${set.sharedResidualDb.toFixed(1)} dB of it was shared among them`
        const sum = `together they are the song to ${set.residualDb.toFixed(1)} dB${shared}`
        return {
          json: { ...document, asked: asked.map(({ name }) => name), ...written },
          text: `${track.title}, by ${set.makerName}; ${sum}\n${table(['Stem', 'File'], rows)}`,
        }
      }),
    )
}
