import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { library, type TrackSort } from '../../../src-shared/library/contract.ts'
import type { SavedSearch } from '../../../src-shared/library/saved-searches.ts'
import { ask } from '../ask.ts'
import { meant } from '../find-album.ts'
import { listed } from '../listed-tracks.ts'
import { wholeNumber } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import { type SelectionOptions, selectionOf, withOrder, withSelection } from '../selection-options.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

/** @throws FailureError search.not-found, search.ambiguous */
const findSearch = async (studio: StudioServices, words: string): Promise<SavedSearch> => {
  const searches = await ask(library.listSearches, studio.handlers.library.listSearches, {})
  const several = (names: string) => new FailureError(failure('search.ambiguous', `“${words}” may be ${names}. Give the id.`))
  const search = meant(searches, words, ({ name }) => name, several)
  if (search) return search
  throw new FailureError(failure('search.not-found', `There is no saved search “${words}”. \`segno library searches list\` shows what there is.`))
}

/** What a search is to find and in which order. @throws FailureError cli.usage where an album is named */
const queryOf = async (
  studio: StudioServices,
  text: string | undefined,
  options: SelectionOptions & { readonly sort?: TrackSort | undefined; readonly ascending: boolean },
) => {
  const { albumId, ...question } = await selectionOf(studio, text ?? '', options)
  if (albumId) throw new FailureError(failure('cli.usage', 'A saved search looks through the whole library; leave --album away.'))
  return { ...question, sort: options.sort ?? ('createdAt' as const), descending: !options.ascending }
}

const fitting = (search: SavedSearch): Outcome => ({ json: search, text: `${search.name} (${search.id}): ${search.count} songs fit now.` })

/** Saved searches: smart albums. */
export const addSearches = (group: Program, run: RunCommand): void => {
  const searches = group.command('searches').description('saved searches, which are smart albums')

  searches
    .command('list')
    .description('all of them, with how many songs fit now')
    .action(() =>
      run(async ({ studio }) => {
        const all = await ask(library.listSearches, studio.handlers.library.listSearches, {})
        const rows = all.map(({ id, name, count }) => [id, String(count), name])
        return { json: { searches: all }, text: all.length > 0 ? table(['Search', 'Songs', 'Name'], rows) : 'No search was saved yet.' }
      }),
    )

  withOrder(withSelection(searches.command('save <name> [text]').description('keep a search under a name'))).action((name, text, options) =>
    run(async ({ studio }) => {
      const saved = await ask(library.saveSearch, studio.handlers.library.saveSearch, { name, query: await queryOf(studio, text, options) })
      return fitting(saved)
    }),
  )

  withOrder(withSelection(searches.command('change <search> [text]').description('what it finds, said anew as a whole; it keeps its name'))).action(
    (words, text, options) =>
      run(async ({ studio }) => {
        const { id: searchId } = await findSearch(studio, words)
        const query = await queryOf(studio, text, options)
        return fitting(await ask(library.changeSearch, studio.handlers.library.changeSearch, { searchId, query }))
      }),
  )

  searches
    .command('show <search>')
    .description('the songs that fit now')
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 100)
    .option('--cursor <cursor>', 'the nextCursor of the page before')
    .action((words, { limit, cursor }) =>
      run(async ({ studio }) => {
        const { query } = await findSearch(studio, words)
        return listed(studio, await ask(library.list, studio.handlers.library.list, { ...query, limit, cursor }))
      }),
    )

  searches
    .command('rename <search> <name>')
    .description('give it another name')
    .action((words, name) =>
      run(async ({ studio }) => {
        const { id: searchId } = await findSearch(studio, words)
        const search = await ask(library.changeSearch, studio.handlers.library.changeSearch, { searchId, name })
        return { json: search, text: `It is ${search.name} now.` }
      }),
    )

  searches
    .command('delete <search>')
    .description('its songs stay; `segno undo` brings it back')
    .action((words) =>
      run(async ({ studio }) => {
        const { id: searchId, name } = await findSearch(studio, words)
        await ask(library.removeSearch, studio.handlers.library.removeSearch, { searchId })
        return { json: { searchId }, text: `${name} is deleted. \`segno undo\` brings it back.` }
      }),
    )

  searches
    .command('to-album <search>')
    .description('make a plain album of the songs that fit now')
    .option('--title <title>', 'the search’s name unless told')
    .action((words, { title }) =>
      run(async ({ studio }) => {
        const { id: searchId } = await findSearch(studio, words)
        const album = await ask(library.albumOfSearch, studio.handlers.library.albumOfSearch, { searchId, title })
        return { json: album, text: `${album.title} (${album.id}): ${album.trackCount} songs.` }
      }),
    )
}
