import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { OLDER_FIELDS, OlderMapping } from '../../../src-shared/library/older-studio.ts'
import type { EventPayload } from '../../platform/events.ts'
import { unwrap } from '../ask.ts'
import { several } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const mappingOf = (words: readonly string[]): OlderMapping => {
  const pairs = words.map((word) => {
    const [ours = '', theirs = ''] = word.split('=')
    return [ours, theirs === '' ? null : theirs]
  })
  const mapping = OlderMapping.safeParse(Object.fromEntries(pairs))
  if (mapping.success) return mapping.data
  throw new FailureError(failure('cli.usage', `Say --map FIELD=THEIRS, where FIELD is one of ${OLDER_FIELDS.join(', ')}.`))
}

/** `segno library import-older` */
export const addImportOlder = (library: Program, run: RunCommand): void => {
  library
    .command('import-older <folder>')
    .description('songs of the older MusicGen Studio: metadata/*.json and the sound beside them; again changes nothing')
    .option('--dry-run', 'show what would be taken from which field, and import nothing', false)
    .option('--map <field=theirs>', 'take a field from another of theirs, or from none (field=); once for each', several(String))
    .action((path, { dryRun, map = [] }) =>
      run(async ({ studio, follow, folder }) => {
        const whole = resolve(folder, path)
        const mapping = mappingOf(map)
        const preview = unwrap(await studio.olderFolders.preview(whole, mapping))
        if (dryRun) {
          const taken = Object.entries(preview.mapping).map(([ours, theirs]) => {
            const field = preview.fields.find(({ name }) => name === theirs)
            return [ours, theirs ?? '(not taken)', String(field?.count ?? 0), field?.samples.join(' | ').slice(0, 80) ?? '']
          })
          const refused = preview.rows.filter(({ error }) => error).map(({ json, error }) => `${json}: ${error}`)
          return {
            json: { dryRun: true, ...preview },
            text: [`${preview.ready} of ${preview.total} songs can be imported.`, table(['Ours', 'Theirs', 'Songs', 'Samples'], taken), ...refused].join('\n'),
          }
        }
        let files: EventPayload<'library.imported'>['files'] = []
        const stop = studio.events.on('library.imported', (imported) => {
          files = imported.files
        })
        const { jobId } = await studio.olderFolders.import(whole, mapping)
        await follow([jobId])
        stop()
        const rows = files.map(({ name, trackId, note, error }) => [trackId ?? 'not imported', name, error?.message ?? note ?? ''])
        const failed = files.filter(({ error }) => error).length
        return {
          json: { files },
          text: table(['Song', 'Description', 'Note'], rows),
          failure:
            failed === 0 ? undefined : failure('older.some-failed', `${failed} of ${files.length} songs could not be imported; the rest are in the library.`),
        }
      }),
    )
}
