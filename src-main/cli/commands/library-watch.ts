import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { type WatchedFolder, watchedFolders } from '../../../src-shared/library/watched-folders.ts'
import type { EventPayload } from '../../platform/events.ts'
import { ask, unwrap } from '../ask.ts'
import type { CommandLine, Outcome, RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const folderRow = ({ path, state, imported, waiting, failed, gone }: WatchedFolder) => [
  state === 'there' ? 'there' : 'not there',
  String(imported),
  String(waiting),
  String(failed),
  String(gone),
  path,
]

const scanned = async ({ studio, follow }: CommandLine, start: () => Promise<{ readonly jobId: JobId }>): Promise<Outcome> => {
  let report: EventPayload<'watchedFolders.scanned'> | undefined
  const stop = studio.events.on('watchedFolders.scanned', (payload) => {
    report = payload
  })
  const { jobId } = await start()
  await follow([jobId])
  stop()
  const { folders = [], imported = 0, known = 0, failed = 0, notes = [] } = report ?? {}
  const rows = folders.map(({ path, isMissing, files, unchanged, fresh, moved, gone }) => [
    isMissing ? 'not there' : String(files),
    String(unchanged),
    String(fresh),
    String(moved),
    String(gone),
    path,
  ])
  const words = [`${imported} imported, ${known} in the library already, ${failed} could not be read.`, ...notes.map(({ path, note }) => `${path}: ${note}`)]
  return {
    json: { jobId, folders, imported, known, failed, notes },
    text: [table(['Files', 'Unchanged', 'New', 'Moved', 'Gone', 'Folder'], rows), ...words].join('\n'),
  }
}

/** `segno library watch …` */
export const addWatch = (library: Program, run: RunCommand): void => {
  const group = library.command('watch').description('folders whose sound files come into the library by themselves')

  group
    .command('add <folder...>')
    .description('watch these folders, and import what is in them now')
    .action((paths) => run(async (line) => scanned(line, async () => unwrap(await line.studio.watchPaths(paths.map((path) => resolve(line.folder, path)))))))

  group
    .command('list')
    .description('the watched folders')
    .action(() =>
      run(async ({ studio }) => {
        const folders = await ask(watchedFolders.list, studio.handlers.watchedFolders.list, {})
        const text =
          folders.length === 0 ? 'No folder is watched.' : table(['State', 'Imported', 'Waiting', 'Failed', 'Gone', 'Folder'], folders.map(folderRow))
        return { json: { folders }, text }
      }),
    )

  group
    .command('remove <folder>')
    .description('stop watching a folder; its songs stay')
    .action((path) =>
      run(async ({ studio, folder }) => {
        const whole = resolve(folder, path)
        await ask(watchedFolders.remove, studio.handlers.watchedFolders.remove, { path: whole })
        return { json: { removed: whole }, text: `${whole} is not watched any more. Its songs stay in the library.` }
      }),
    )

  group
    .command('scan [folder]')
    .description('look through one watched folder, or all, and import what is new')
    .action((path) =>
      run(async (line) => {
        const { handlers } = line.studio
        return scanned(line, () =>
          ask(watchedFolders.scan, handlers.watchedFolders.scan, { path: path === undefined ? undefined : resolve(line.folder, path) }),
        )
      }),
    )
}
