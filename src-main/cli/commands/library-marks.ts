import type { Command } from '@commander-js/extra-typings'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { library } from '../../../src-shared/library/contract.ts'
import type { Changed } from '../../../src-shared/library/marking.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { wholeNumber } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

const idsOf = async (studio: StudioServices, words: readonly string[]): Promise<TrackId[]> => {
  const ids: TrackId[] = []
  for (const word of words) ids.push((await findTrack(studio, word)).id)
  return ids
}

export const told = ({ changed, stepId }: Changed): Outcome => ({
  json: { changed, stepId },
  text: changed === 0 ? 'Nothing changed: it was so already.' : `${changed} ${changed === 1 ? 'song' : 'songs'} changed. \`segno undo\` takes it back.`,
})

/** Stars, tags, dislike, mood and names of songs; each is one step that `segno undo` takes back. */
export const addMarks = (group: Command, run: RunCommand): void => {
  group
    .command('rate <stars> <tracks...>')
    .description('0 to 5 stars')
    .action((text, words) =>
      run(async ({ studio }) => {
        const rating = wholeNumber(0, 5)(text)
        return told(await ask(library.rate, studio.handlers.library.rate, { trackIds: await idsOf(studio, words), rating }))
      }),
    )
  group
    .command('tag <tag> <tracks...>')
    .description('put a tag on songs')
    .action((tag, words) =>
      run(async ({ studio }) =>
        told(await ask(library.changeTags, studio.handlers.library.changeTags, { trackIds: await idsOf(studio, words), add: [tag], remove: [] })),
      ),
    )
  group
    .command('untag <tag> <tracks...>')
    .description('take a tag off songs')
    .action((tag, words) =>
      run(async ({ studio }) =>
        told(await ask(library.changeTags, studio.handlers.library.changeTags, { trackIds: await idsOf(studio, words), add: [], remove: [tag] })),
      ),
    )
  group
    .command('tags [beginning]')
    .description('every tag with how many songs carry it')
    .action((text) =>
      run(async ({ studio }) => {
        const tags = await ask(library.listTags, studio.handlers.library.listTags, { text })
        return {
          json: { tags },
          text:
            tags.length === 0
              ? 'No song has a tag yet.'
              : table(
                  ['Tag', 'Songs'],
                  tags.map(({ name, count }) => [name, String(count)]),
                ),
        }
      }),
    )
  group
    .command('rename-tag <from> <to>')
    .description('on every song; where the second is a tag already, the two become one')
    .action((from, to) => run(async ({ studio }) => told(await ask(library.renameTag, studio.handlers.library.renameTag, { from, to }))))
  group
    .command('delete-tag <tag>')
    .description('take a tag off every song')
    .action((name) => run(async ({ studio }) => told(await ask(library.deleteTag, studio.handlers.library.deleteTag, { name }))))
  group
    .command('dislike <tracks...>')
    .description('hide songs from lists')
    .option('--off', 'show them again')
    .action((words, { off }) =>
      run(async ({ studio }) =>
        told(await ask(library.setDisliked, studio.handlers.library.setDisliked, { trackIds: await idsOf(studio, words), isDisliked: off !== true })),
      ),
    )
  group
    .command('favourite <tracks...>')
    .description('add songs to the favourites')
    .option('--off', 'remove them from there')
    .action((words, { off }) =>
      run(async ({ studio }) =>
        told(await ask(library.setFavourite, studio.handlers.library.setFavourite, { trackIds: await idsOf(studio, words), isFavourite: off !== true })),
      ),
    )
  group
    .command('mood <mood> <tracks...>')
    .description('what mood songs are in; "none" takes it off')
    .action((mood, words) =>
      run(async ({ studio }) =>
        told(await ask(library.setMood, studio.handlers.library.setMood, { trackIds: await idsOf(studio, words), mood: mood === 'none' ? '' : mood })),
      ),
    )
  group
    .command('rename <track> <title>')
    .description('give a song another title')
    .action((word, title) =>
      run(async ({ studio }) => {
        const track = await ask(library.rename, studio.handlers.library.rename, { trackId: (await findTrack(studio, word)).id, title })
        return { json: { trackId: track.id, title: track.title }, text: `It is “${track.title}” now.` }
      }),
    )
  group
    .command('trash <tracks...>')
    .description('move songs to the trash')
    .action((words) => run(async ({ studio }) => told(await ask(library.trash, studio.handlers.library.trash, { trackIds: await idsOf(studio, words) }))))
}
