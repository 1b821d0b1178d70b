import { stat } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import type { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { library } from '../../../src-shared/library/contract.ts'
import { ExportFormat } from '../../../src-shared/mixdown/contract.ts'
import { ask, unwrap } from '../ask.ts'
import { trackDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

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

const exportFile = async ({ studio, follow, folder }: CommandLine, words: string, to: string, force: boolean): Promise<Outcome> => {
  const path = resolve(folder, to)
  const format = ExportFormat.safeParse(extname(path).slice(1).toLowerCase())
  if (!format.success) {
    const endings = ExportFormat.options.map((option) => `.${option}`).join(', ')
    throw new FailureError(failure('export.unknown-format', `The studio does not know how to write ${to}. End the name in ${endings}.`))
  }
  const { id: trackId, title } = await findTrack(studio, words)
  const { jobId } = unwrap(await studio.exportTrack(trackId, format.data, path, { force }))
  await follow([jobId])
  const { size: bytes } = await stat(path)
  return { json: { trackId, path, format: format.data, bytes }, text: `${title} is in ${path} (${(bytes / 1e6).toFixed(1)} MB)` }
}

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
    .description('bring sound files into the library: wav, flac, mp3, ogg, m4a, aiff')
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
    .command('export <track>')
    .description('write a song to a file, whose ending says the format, or each of its instruments to a folder')
    .option('--to <file>', `a file ending in ${ExportFormat.options.map((format) => `.${format}`).join(', ')}`)
    .option('--stems <folder>', 'one 24-bit WAV an instrument, named "01 Drums.wav"; the folder is made when it is not there')
    .option('--force', 'replace files that are there already', false)
    .action((words, { to, stems, force }) =>
      run(async (line) => {
        if (to !== undefined && stems === undefined) return exportFile(line, words, to, force)
        if (stems !== undefined && to === undefined) return exportFolder(line, words, stems, force)
        throw new FailureError(failure('export.nowhere', 'Say where: --to FILE for the song, or --stems FOLDER for its instruments, one of the two.'))
      }),
    )
}
