import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { rights } from '../../../src-shared/rights/contract.ts'
import { writeText } from '../../platform/files/index.ts'
import { ask, unwrap } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const SELL = { yes: 'may be sold', no: 'may not be sold', ask: 'ask first' } as const

export const addRights = (program: Program, run: RunCommand): void => {
  program
    .command('rights <track>')
    .description('what a song is made of, whether it may be sold, and what people did to it')
    .option('--manifest <file>', 'also write the provenance manifest, as JSON')
    .action((words, { manifest }) =>
      run(async ({ studio, folder }) => {
        const track = await findTrack(studio, words)
        const found = await ask(rights.of, studio.handlers.rights.of, { trackId: track.id })
        const path = manifest === undefined ? undefined : resolve(folder, manifest)
        if (path !== undefined) await writeText(path, unwrap(await studio.provenanceOf(track.id)))
        const { byPerson, byAgent, byPipeline, takesChosen, takesMade } = found.contribution
        const text = [
          `May I sell ${track.title}? ${found.answer}`,
          table(
            ['Heard in it', 'Licence', 'Takes', ''],
            found.sources.map(({ name, licence, takes, mayISell }) => [name, licence, String(takes), SELL[mayISell]]),
          ),
          found.disclosure,
          `Edits by hand: ${byPerson}, by agents: ${byAgent}, by pipelines: ${byPipeline}; takes: ${takesMade}, chosen for this sound: ${takesChosen}.`,
          ...(path === undefined ? [] : [`The manifest is in ${path}`]),
        ].join('\n')
        return { json: { trackId: track.id, ...found, ...(path !== undefined && { manifestPath: path }) }, text }
      }),
    )
}
