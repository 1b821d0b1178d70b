import type { Command } from '@commander-js/extra-typings'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { library } from '../../../src-shared/library/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import type { RunCommand } from '../outcome.ts'
import { sizeWords } from '../size-words.ts'
import type { StudioServices } from '../studio-services.ts'
import { told } from './library-marks.ts'

const SHOWN = 10
/** songs of one call */
const PART = 10_000

type Named = { readonly id: TrackId; readonly title: string }

const inTrash = async (studio: StudioServices, words: readonly string[]): Promise<Named[]> => {
  const found: Named[] = []
  for (const word of words) {
    const { id, title, trashedAt } = await findTrack(studio, word, 'trash')
    // an id finds songs outside of it, too; those stay
    if (trashedAt !== undefined) found.push({ id, title })
  }
  if (words.length > 0) return found
  let cursor: string | undefined
  do {
    const page = await ask(library.list, studio.handlers.library.list, { view: 'trash', limit: 500, filters: { disliked: 'show' }, ...(cursor && { cursor }) })
    found.push(...page.tracks)
    cursor = page.nextCursor
  } while (cursor)
  return found
}

const counted = (count: number): string => `${count} ${count === 1 ? 'song' : 'songs'}`
const titles = (songs: readonly Named[]): string =>
  [...songs.slice(0, SHOWN).map(({ title }) => `  ${title}`), ...(songs.length > SHOWN ? [`  and ${songs.length - SHOWN} more`] : [])].join('\n')

/** Back out of the trash, or out of the library. */
export const addTrash = (group: Command, run: RunCommand): void => {
  group
    .command('restore <tracks...>')
    .description('bring songs back from the trash')
    .action((words) =>
      run(async ({ studio }) => {
        const trackIds: TrackId[] = []
        for (const word of words) trackIds.push((await findTrack(studio, word, 'trash')).id)
        return told(await ask(library.restore, studio.handlers.library.restore, { trackIds }))
      }),
    )
  group
    .command('empty-trash [tracks...]')
    .description('delete the songs of the trash for good, or only these of them; cannot be undone, so it is done only with --yes')
    .option('--yes', 'do it', false)
    .action((words, { yes }) =>
      run(async ({ studio }) => {
        const songs = await inTrash(studio, words)
        const ids = songs.map(({ id }) => id)
        if (songs.length === 0) return { json: { removed: 0, freedBytes: 0 }, text: 'There is nothing in the trash to delete.' }
        if (!yes)
          return {
            json: { wouldRemove: ids },
            text: `${counted(songs.length)} would be deleted for good:\n${titles(songs)}\nSay it again with --yes to have it done.`,
          }
        let removed = 0
        let freedBytes = 0
        for (let at = 0; at < ids.length; at += PART) {
          const done = await ask(library.emptyTrash, studio.handlers.library.emptyTrash, { trackIds: ids.slice(at, at + PART) })
          removed += done.removed
          freedBytes += done.freedBytes
        }
        return { json: { removed, freedBytes }, text: `${counted(removed)} deleted for good; ${sizeWords(freedBytes)} are free again.` }
      }),
    )
}
