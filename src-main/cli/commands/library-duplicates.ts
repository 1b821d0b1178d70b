import type { Command as Program } from '@commander-js/extra-typings'
import { duplicates } from '../../../src-shared/library/duplicates.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import { clock, table } from '../table.ts'

/** `segno library duplicates` */
export const addDuplicates = (library: Program, run: RunCommand): void => {
  library
    .command('duplicates')
    .description('songs that are one recording, found by sound whatever their files are; compares new ones first')
    .action(() =>
      run(async ({ studio, follow }) => {
        const { handlers } = studio
        if ((await ask(duplicates.list, handlers.duplicates.list, {})).waiting > 0) {
          const { jobId } = await ask(duplicates.look, handlers.duplicates.look, {})
          await follow([jobId])
        }
        const { groups } = await ask(duplicates.list, handlers.duplicates.list, {})
        const rows = groups.flatMap(({ tracks, keepId, why, pairs }, i) =>
          tracks.map(({ id, title, seconds }) => {
            const likeness = Math.max(0, ...pairs.filter(({ trackIds }) => trackIds.includes(id)).map((pair) => pair.likeness))
            return [String(i + 1), id, clock(seconds), likeness === 0 ? 'same' : `${Math.round(100 * likeness)} %`, title, id === keepId ? `keep: ${why}` : '']
          }),
        )
        return {
          json: { groups },
          text: groups.length === 0 ? 'No two songs sound the same.' : table(['Group', 'Song', 'Length', 'Alike', 'Title', 'Suggestion'], rows),
        }
      }),
    )
}
