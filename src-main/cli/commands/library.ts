import type { Command, Command as Program } from '@commander-js/extra-typings'
import { library } from '../../../src-shared/library/contract.ts'
import type { FacetCounts } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS } from '../../../src-shared/library/track-filters.ts'
import { ask } from '../ask.ts'
import { listed } from '../listed-tracks.ts'
import type { RunCommand } from '../outcome.ts'
import { selectionOf, withOrder, withSelection } from '../selection-options.ts'
import { clock, table } from '../table.ts'
import { addAlbums } from './library-albums.ts'
import { addDuplicates } from './library-duplicates.ts'
import { addEdit } from './library-edit.ts'
import { addImportOlder } from './library-import-older.ts'
import { addMarks } from './library-marks.ts'
import { addSearches } from './library-searches.ts'
import { addTags } from './library-tags.ts'
import { addTrash } from './library-trash.ts'
import { addWatch } from './library-watch.ts'

const facetTable = (counts: FacetCounts): string => {
  const rows = [
    ...NAMED_FACETS.flatMap((facet) => counts[facet].map(({ value, count }) => [facet, value || '(none)', String(count)])),
    ...counts.tempo.map(({ from, below, count }) => ['tempo', `${from}-${below}`, String(count)]),
    ...counts.ratingAtLeast.map(({ stars, count }) => ['rating', `at least ${stars}`, String(count)]),
    ...counts.addedWithinDays.map(({ days, count }) => ['added', `within ${days} days`, String(count)]),
    ['disliked', '', String(counts.disliked)],
  ]
  const rest = counts.omitted > 0 ? `\n${counts.omitted} rarer values are not shown.` : ''
  return `${table(['Facet', 'Value', 'Songs'], rows)}${rest}\n${counts.matched} songs fit.`
}

export const addStats = (group: Program, run: RunCommand): void => {
  group
    .command('stats')
    .description('how much there is')
    .action(() =>
      run(async ({ studio }) => {
        const stats = await ask(library.stats, studio.handlers.library.stats, {})
        const { tracks: count, favourites, trashed, albums, seconds, audioBytes } = stats
        const text = `${count} songs, ${clock(seconds)} in all, ${favourites} favourites, ${albums} albums, ${trashed} in the trash, ${(audioBytes / 1e6).toFixed(0)} MB of audio`
        return { json: stats, text }
      }),
    )
}

export const addLibrary = (program: Program, run: RunCommand): void => {
  const group = program.command('library').description('find songs by what they are, and say what you think of them')

  withOrder(withSelection(group.command('list').description('songs, newest first unless told otherwise'))).action(
    ({ sort = 'createdAt', ascending, limit, cursor, offset, ...selection }) =>
      run(async ({ studio }) => {
        const query = { ...(await selectionOf(studio, '', selection)), sort, descending: !ascending, limit, cursor, offset }
        return listed(studio, await ask(library.list, studio.handlers.library.list, query))
      }),
  )

  withOrder(
    withSelection(group.command('search <text>').description('songs whose title, prompt, style, artist, album, mood, tags or comment hold these words')),
  ).action((text, { sort = 'createdAt', ascending, limit, cursor, offset, ...selection }) =>
    run(async ({ studio }) => {
      const query = { ...(await selectionOf(studio, text, selection)), sort, descending: !ascending, limit, cursor, offset }
      return listed(studio, await ask(library.list, studio.handlers.library.list, query))
    }),
  )

  withSelection(
    group.command('facets [text]').description('how many songs there are of each studio, key, mood, …; each counted without its own filter'),
  ).action((text, selection) =>
    run(async ({ studio }) => {
      const counts = await ask(library.facets, studio.handlers.library.facets, await selectionOf(studio, text ?? '', selection))
      return { json: counts, text: facetTable(counts) }
    }),
  )

  addSearches(group as Program, run)
  addAlbums(group as Program, run)
  addStats(group, run)
  addMarks(group as Command, run)
  addTrash(group as Command, run)
  addWatch(group, run)
  addDuplicates(group, run)
  addEdit(group as Command, run)
  addImportOlder(group, run)
  addTags(group, run)
}
