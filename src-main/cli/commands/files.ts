import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import type { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { library } from '../../../src-shared/library/contract.ts'
import { ExportFormat } from '../../../src-shared/mixdown/contract.ts'
import { ask, unwrap } from '../ask.ts'
import { trackDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import type { RunCommand } from '../outcome.ts'
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
    .description('write a song to a file; its ending says the format')
    .requiredOption('--to <file>', `a file ending in ${ExportFormat.options.map((format) => `.${format}`).join(', ')}`)
    .option('--force', 'replace the file when it is there already', false)
    .action((words, { to, force }) =>
      run(async ({ studio, follow, folder }) => {
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
      }),
    )
}
