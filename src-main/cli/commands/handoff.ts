import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { HandoffTarget } from '../../../src-shared/mixdown/handoff.ts'
import { unwrap } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { oneOf } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'

export const addHandoff = (program: Program, run: RunCommand): void => {
  program
    .command('handoff <track>')
    .description('write a song for another studio into a new folder: stems from bar 1, MIDI, score, project files, a read-me')
    .requiredOption('--to <folder>', 'a folder that is not there yet, or is empty')
    .option('--for <program>', `${HandoffTarget.options.join(', ')}: which project files`, oneOf(HandoffTarget.options), 'all' as const)
    .option('--force', 'replace an older hand-off in that folder; other files are never replaced', false)
    .action((words, { to, for: target, force }) =>
      run(async ({ studio, follow, folder }) => {
        const { id: trackId, title } = await findTrack(studio, words)
        const path = resolve(folder, to)
        const { jobId } = unwrap(await studio.exportHandoff(trackId, path, { target, force }))
        await follow([jobId])
        const entries = await readdir(path, { recursive: true, withFileTypes: true })
        const files = entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .toSorted()
        return { json: { trackId, folder: path, target, files }, text: [`${title} is ready for other studios:`, ...files].join('\n') }
      }),
    )
}
