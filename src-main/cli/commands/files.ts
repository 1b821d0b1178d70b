import { mkdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import type { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { library } from '../../../src-shared/library/contract.ts'
import { ExportFormat } from '../../../src-shared/mixdown/export-options.ts'
import { DEFAULT_TEMPLATE, NAME_WORDS } from '../../../src-shared/mixdown/file-names.ts'
import type { LevelReached } from '../../../src-shared/mixdown/level-reached.ts'
import { ask, unwrap } from '../ask.ts'
import { trackDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { oneOf, seconds } from '../option-values.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { sizeWords } from '../size-words.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'
import { bitDepth, decibels, type ExportWords, exportOptionsOf, sampleRate } from './export-words.ts'

type ImportedFile = z.output<typeof library.imported.payload>['files'][number]

const importFailure = (files: readonly ImportedFile[]) => {
  const failed = files.filter(({ error }) => error)
  const [first] = failed
  if (!first?.error) return undefined
  return failed.length === 1
    ? failure(first.error.code, first.error.message)
    : failure('import.some-failed', `${failed.length} of ${files.length} files could not be imported; the rest are in the library.`)
}

const withTracks = async (studio: StudioServices, files: readonly ImportedFile[]) =>
  Promise.all(
    files.map(async (file) =>
      file.trackId ? { ...file, track: trackDocument(studio, await ask(library.get, studio.handlers.library.get, { trackId: file.trackId })) } : file,
    ),
  )

const ENDINGS = ExportFormat.options.map((option) => `.${option}`).join(', ')
/** other endings of the same */
const ALSO: Readonly<Record<string, string>> = { aif: 'aiff', midi: 'mid', xml: 'musicxml' }

const formatOf = (path: string): ExportFormat => {
  const ending = extname(path).slice(1).toLowerCase()
  const format = ExportFormat.safeParse(ALSO[ending] ?? ending)
  if (!format.success)
    throw new FailureError(failure('export.unknown-format', `The studio does not know how to write ${basename(path)}. End the name in ${ENDINGS}.`))
  return format.data
}

/** How loud the files of a job became; told when it ends. */
const watchLevels = (studio: StudioServices) => {
  const told = new Map<JobId, readonly LevelReached[]>()
  const stop = studio.events.on('mixdown.finished', ({ jobId, levels = [] }) => told.set(jobId, levels))
  return {
    take: (jobId: JobId): readonly LevelReached[] => {
      stop()
      return told.get(jobId) ?? []
    },
  }
}
const missedOf = (levels: readonly (LevelReached | undefined)[]): string[] => levels.flatMap((level) => level?.missed ?? [])

const exportFile = async ({ studio, follow, folder }: CommandLine, words: string, to: string, { force, ...how }: ExportOrder): Promise<Outcome> => {
  const path = resolve(folder, to)
  const format = formatOf(path)
  const { id: trackId, title } = await findTrack(studio, words)
  const levels = watchLevels(studio)
  const { jobId } = unwrap(await studio.exportTrack(trackId, format, path, { force, ...(await exportOptionsOf(how, folder)) }))
  await follow([jobId])
  const { size: bytes } = await stat(path)
  const [level] = levels.take(jobId)
  const text = `${title} is in ${path} (${sizeWords(bytes)})`
  return { json: { trackId, path, format, bytes, ...(level && { level }) }, text: [text, ...missedOf([level])].join('\n') }
}

/** A file a song, named by the template. */
const exportMany = async ({ studio, follow, folder }: CommandLine, words: readonly string[], into: string, order: ExportOrder): Promise<Outcome> => {
  const { force, format, names, ...how } = order
  const path = resolve(folder, into)
  const trackIds = []
  for (const one of words) trackIds.push((await findTrack(studio, one)).id)
  const options = await exportOptionsOf(how, folder)
  // the last folder of the way is made, as for stems; what cannot be made is said by the export
  await mkdir(path).catch(() => undefined)
  const watched = watchLevels(studio)
  const { jobId } = unwrap(await studio.exportMany(trackIds, format, path, { force, template: names, ...options }))
  await follow([jobId])
  const levels = watched.take(jobId)
  const text = `${trackIds.length === 1 ? '1 song is' : `${trackIds.length} songs are`} in ${path}`
  return { json: { trackIds, folder: path, format, ...(levels.length > 0 && { levels }) }, text: [text, ...missedOf(levels)].join('\n') }
}

type ExportOrder = ExportWords & { readonly force: boolean; readonly format: ExportFormat; readonly names: string }

const exportFolder = async ({ studio, follow, folder }: CommandLine, words: string, to: string, force: boolean): Promise<Outcome> => {
  const path = resolve(folder, to)
  const { id: trackId, title } = await findTrack(studio, words)
  const written: string[] = []
  const stop = studio.events.on('mixdown.finished', ({ trackId: whose, stems }) => whose === trackId && written.push(...(stems ?? [])))
  const { jobId } = unwrap(await studio.exportStems(trackId, path, { force }))
  await follow([jobId])
  stop()
  const stems = written.map((name) => join(path, name))
  return { json: { trackId, folder: path, stems }, text: [`${title}, ${stems.length} instruments:`, ...stems].join('\n') }
}

export const addFiles = (program: Program, run: RunCommand): void => {
  program
    .command('import <path...>')
    .description('bring sound files into the library: wav, flac, mp3, ogg, m4a, aiff; or songs saved as project files: segno')
    .action((paths) =>
      run(async ({ studio, follow, folder }) => {
        let files: readonly ImportedFile[] = []
        const stop = studio.events.on('library.imported', (imported) => {
          files = imported.files
        })
        const { jobId } = unwrap(await studio.importPaths(paths.map((path) => resolve(folder, path))))
        await follow([jobId])
        stop()
        const rows = files.map(({ name, trackId, note, error }) => [trackId ?? 'not imported', name, error?.message ?? note ?? ''])
        const failed = importFailure(files)
        const error = failed && { error: { code: failed.code, message: failed.message } }
        return { json: { files: await withTracks(studio, files), ...error }, text: table(['Song', 'File', 'Note'], rows), failure: failed }
      }),
    )

  program
    .command('export <track...>')
    .description('write a song to a file, whose ending says the format; several songs, or each instrument of one, to a folder')
    .option('--to <file>', `a file ending in ${ENDINGS}`)
    .option('--into <folder>', 'one file a song in this folder, named by --names; the folder is made when it is not there')
    .option('--stems <folder>', 'one 24-bit WAV an instrument, named "01 Drums.wav"; the folder is made when it is not there')
    .option('--format <format>', `with --into: ${ExportFormat.options.join(', ')}`, oneOf(ExportFormat.options), 'wav' as const)
    .option('--names <template>', `with --into: words in braces are ${NAME_WORDS.join(', ')}`, DEFAULT_TEMPLATE)
    .option('--bits <n>', '16, 24 or 32 (float); less than the song has is dithered', bitDepth)
    .option('--rate <hz>', 'sample rate: 44100, 48k, 96k', sampleRate)
    .option('--mp3 <quality>', 'v0 (best variable) or 320 (constant)', oneOf(['v0', '320'] as const))
    .option('--loudness <lufs>', 'integrated loudness: -14, -16 (streaming), -23 (broadcast)', decibels(-36, -6, 'LUFS'))
    .option('--ceiling <dbtp>', 'true peak that --loudness may not pass, -1 unless said', decibels(-9, 0, 'dBTP'))
    .option('--start <time>', 'where the file begins on a time line, for Broadcast Wave: 3600, 60:00', seconds)
    .option('--title <text>', 'instead of the song’s own')
    .option('--artist <text>', 'instead of the song’s own')
    .option('--album <text>')
    .option('--isrc <code>', 'like US-RC1-76-07839')
    .option('--comment <text>', 'instead of engine, seed, licence and how the song was made')
    .option('--lyrics <file>', 'a text file')
    .option('--cover <file>', 'a JPEG or PNG')
    .option('--force', 'replace files that are there already', false)
    .action((tracks, { to, into, stems, ...order }) =>
      run(async (line) => {
        const [words] = tracks
        const places = [to, into, stems].filter((place) => place !== undefined)
        if (places.length !== 1 || words === undefined)
          throw new FailureError(
            failure('export.nowhere', 'Say where: --to FILE for the song, --into FOLDER for several, or --stems FOLDER for its instruments, one of the three.'),
          )
        if (into !== undefined) return exportMany(line, tracks, into, order)
        if (tracks.length > 1)
          throw new FailureError(failure('export.nowhere', `${tracks.length} songs do not fit into one file or one set of stems. Use --into FOLDER.`))
        if (to !== undefined) return exportFile(line, words, to, order)
        return exportFolder(line, words, stems ?? '', order.force)
      }),
    )
}
