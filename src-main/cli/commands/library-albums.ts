import { resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { AlbumsFromTagsPlan } from '../../../src-shared/library/albums-from-tags.ts'
import { type Album, library } from '../../../src-shared/library/contract.ts'
import { ask, unwrap } from '../ask.ts'
import { findAlbum } from '../find-album.ts'
import { findTrack } from '../find-track.ts'
import { listed } from '../listed-tracks.ts'
import { wholeNumber } from '../option-values.ts'
import type { Outcome, RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { clock, table } from '../table.ts'

const told = (album: Album): Outcome => ({ json: album, text: `${album.title} (${album.id}): ${album.trackCount} songs, ${clock(album.seconds)}.` })

const findTracks = async (studio: StudioServices, words: readonly string[]): Promise<TrackId[]> => {
  const ids: TrackId[] = []
  for (const one of words) ids.push((await findTrack(studio, one)).id)
  return ids
}

const planInWords = ({ counts, albums }: AlbumsFromTagsPlan): string => {
  const rows = albums.map(({ title, by, albumId, songs, added }) => [title, by ?? '', albumId ? 'joined' : 'new', String(added), String(songs)])
  const singles = counts.singles > 0 ? ` ${counts.singles} tags have only one song (--singles makes albums of them, too).` : ''
  const sum = `${counts.made} albums would be made and ${counts.joined} joined, with ${counts.songs} songs; ${counts.complete} are complete.${singles}`
  if (rows.length === 0) return `There is nothing to make: no songs with an album tag stand outside their albums.${singles}`
  return `${table(['Album', 'Of', '', 'Songs in', 'Songs then'], rows)}\n${sum}`
}

/** Albums: lists of songs in the musician's order. */
export const addAlbums = (group: Program, run: RunCommand): void => {
  const albums = group.command('albums').description('albums and the order of their songs')

  albums
    .command('list')
    .description('all albums, newest first')
    .action(() =>
      run(async ({ studio }) => {
        const all = await ask(library.listAlbums, studio.handlers.library.listAlbums, {})
        const rows = all.map(({ id, trackCount, seconds, title }) => [id, String(trackCount), clock(seconds), title])
        return { json: { albums: all }, text: all.length > 0 ? table(['Album', 'Songs', 'Length', 'Title'], rows) : 'There is no album yet.' }
      }),
    )

  albums
    .command('show <album>')
    .description('its songs in their order')
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 100)
    .option('--cursor <cursor>', 'the nextCursor of the page before')
    .action((words, { limit, cursor }) =>
      run(async ({ studio }) => {
        const { id: albumId } = await findAlbum(studio, words)
        const query = { albumId, sort: 'albumOrder' as const, descending: false, limit, cursor }
        return listed(studio, await ask(library.list, studio.handlers.library.list, query))
      }),
    )

  albums
    .command('create <title> [track...]')
    .description('a new album, of these songs')
    .action((title, words) =>
      run(async ({ studio }) => {
        const trackIds = await findTracks(studio, words)
        return told(await ask(library.createAlbum, studio.handlers.library.createAlbum, { title, trackIds }))
      }),
    )

  albums
    .command('add <album> <track...>')
    .description('put songs at its end')
    .action((album, words) =>
      run(async ({ studio }) => {
        const { id: albumId } = await findAlbum(studio, album)
        return told(await ask(library.addToAlbum, studio.handlers.library.addToAlbum, { albumId, trackIds: await findTracks(studio, words) }))
      }),
    )

  albums
    .command('remove <album> <track...>')
    .description('take songs off it; they stay in the library')
    .action((album, words) =>
      run(async ({ studio }) => {
        const { id: albumId } = await findAlbum(studio, album)
        return told(await ask(library.removeFromAlbum, studio.handlers.library.removeFromAlbum, { albumId, trackIds: await findTracks(studio, words) }))
      }),
    )

  albums
    .command('order <album> <track...>')
    .description('these songs first, in this order; the others behind them as they were')
    .action((album, words) =>
      run(async ({ studio }) => {
        const { id: albumId } = await findAlbum(studio, album)
        return told(await ask(library.reorderAlbum, studio.handlers.library.reorderAlbum, { albumId, trackIds: await findTracks(studio, words) }))
      }),
    )

  albums
    .command('move <album> <track>')
    .description('one song right before another one, or to the end of the album')
    .option('--before <track>', 'the song that it comes before; without one it goes to the end')
    .action((album, words, { before }) =>
      run(async ({ studio }) => {
        const { id: albumId, title } = await findAlbum(studio, album)
        const [trackId, beforeId] = await findTracks(studio, before === undefined ? [words] : [words, before])
        if (!trackId) throw new Error('no song was found, and none was missed')
        const { stepId } = await ask(library.moveInAlbum, studio.handlers.library.moveInAlbum, { albumId, trackId, beforeId })
        const text = stepId === undefined ? 'It is there already.' : `Moved in ${title}. \`segno undo\` takes it back.`
        return { json: { albumId, stepId }, text }
      }),
    )

  albums
    .command('from-tags [track...]')
    .description('make albums of the album tags of imported files, of these songs or the whole library; albums that are there are joined')
    .option('--singles', 'also where only one song has the tag')
    .option('--dry-run', 'say what would be made, and change nothing')
    .action((words, { singles: withSingles = false, dryRun }) =>
      run(async ({ studio: { handlers }, studio }) => {
        const chosen =
          words.length === 0 ? undefined : await ask(library.openSelection, handlers.library.openSelection, { trackIds: await findTracks(studio, words) })
        const which = { selectionId: chosen?.selectionId, withSingles }
        const plan = await ask(library.planAlbumsFromTags, handlers.library.planAlbumsFromTags, which)
        if (dryRun || plan.albums.length === 0) return { json: plan, text: planInWords(plan) }
        const { counts, stepId } = await ask(library.makeAlbumsFromTags, handlers.library.makeAlbumsFromTags, which)
        const text = `${counts.made} albums made, ${counts.joined} joined, with ${counts.songs} songs. \`segno undo\` takes it back.`
        return { json: { counts, albums: plan.albums, stepId }, text }
      }),
    )

  albums
    .command('rename <album> <title>')
    .description('give it another title')
    .action((album, title) =>
      run(async ({ studio }) => {
        const { id: albumId } = await findAlbum(studio, album)
        return told(await ask(library.renameAlbum, studio.handlers.library.renameAlbum, { albumId, title }))
      }),
    )

  albums
    .command('cover <album> [file]')
    .description('a JPEG or PNG as its picture; without one, its picture is that of its first song again')
    .action((words, file) =>
      run(async ({ studio, folder }) => {
        const { id: albumId } = await findAlbum(studio, words)
        return told(
          file === undefined
            ? await ask(library.setAlbumCover, studio.handlers.library.setAlbumCover, { albumId })
            : unwrap(await studio.giveAlbumCover(albumId, resolve(folder, file))),
        )
      }),
    )

  albums
    .command('delete <album>')
    .description('its songs stay in the library')
    .action((album) =>
      run(async ({ studio }) => {
        const { id: albumId, title } = await findAlbum(studio, album)
        await ask(library.deleteAlbum, studio.handlers.library.deleteAlbum, { albumId })
        return { json: { albumId }, text: `The album ${title} is deleted; its songs are still in the library.` }
      }),
    )
}
