import type { Command as Program } from '@commander-js/extra-typings'
import { library, TrackSort } from '../../../src-shared/library/contract.ts'
import { ask } from '../ask.ts'
import { trackDocument } from '../documents.ts'
import { findTrack } from '../find-track.ts'
import { listed } from '../listed-tracks.ts'
import { oneOf, wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { VIEWS } from '../selection-options.ts'
import { clock } from '../table.ts'
import { addStats } from './library.ts'

export const addTracks = (program: Program, run: RunCommand): void => {
  const tracks = program.command('tracks').description('the library')

  tracks
    .command('list')
    .description('songs, newest first')
    .option('--view <shelf>', `one of ${VIEWS.join(', ')}`, oneOf(VIEWS), 'all' as const)
    .option('--sort <field>', `one of ${TrackSort.options.join(', ')}`, (text) => TrackSort.parse(text), 'createdAt' as const)
    .option('--ascending', 'smallest first', false)
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 100)
    .action(({ view, sort, ascending, limit }) =>
      run(async ({ studio }) => {
        const page = await ask(library.list, studio.handlers.library.list, { view, sort, limit, descending: !ascending })
        return listed(studio, page)
      }),
    )

  tracks
    .command('search <text>')
    .description('songs whose title, prompt, style, artist, album, mood, tags or comment hold these words')
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 100)
    .action((text, { limit }) =>
      run(async ({ studio }) => {
        const page = await ask(library.list, studio.handlers.library.list, { text, limit })
        return listed(studio, page)
      }),
    )

  tracks
    .command('show <track>')
    .description('one song with its plan')
    .action((words) =>
      run(async ({ studio }) => {
        const track = await findTrack(studio, words)
        const shown = trackDocument(studio, track)
        const lines: (readonly [string, string | undefined])[] = [
          ['Song', track.id],
          ['Title', track.title],
          ['Length', `${clock(track.seconds)} (${track.seconds.toFixed(2)} s)`],
          ['Artist', track.artist],
          ['Album', track.album],
          ['Year', track.year === undefined ? undefined : String(track.year)],
          ['Prompt', track.prompt || undefined],
          ['Key', track.key && `${track.key.tonic} ${track.key.mode}`],
          ['Tempo', track.tempoBpm ? `${track.tempoBpm.toFixed(1)} bpm` : undefined],
          ['File says', track.fileBpm === undefined ? undefined : `${track.fileBpm} bpm`],
          ['ISRC', track.isrc],
          ['Comment', track.fileComment],
          ['Loudness', track.loudness?.integratedLufs === undefined ? undefined : `${track.loudness.integratedLufs.toFixed(1)} LUFS`],
          ['Takes', String(track.takeCount)],
          ['Licence', track.licence],
          ['File', shown.path],
        ]
        const rows = lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(9)} ${value.replace(/\p{Cc}+/gu, ' ')}`]))
        return { json: shown, text: rows.join('\n') }
      }),
    )

  addStats(tracks, run)
}
