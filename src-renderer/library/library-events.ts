import { studio } from '../bridge/studio-client.ts'
import { tellExported } from '../mixdown/index.ts'
import { notify } from '../notices/index.ts'
import { connectAlbums } from './albums/albums-store.ts'
import { connectFacets, recount } from './facets/facet-store.ts'
import { showImportReport } from './import/import-store.ts'
import { albumTracks, libraryTracks, searchTracks } from './lists.ts'
import { connectSavedSearches } from './saved-searches/saved-search-store.ts'
import { connectFileTags } from './tags/file-tags-store.ts'

const QUIET_MILLISECONDS = 60

/** Keeps the lists true to main. Many changes in a row cost one question. */
export const connectLibrary = async (): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  studio.library.on('changed', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      void libraryTracks.reload()
      recount()
      if (albumTracks.store.getState().shelf.albumId) void albumTracks.reload()
      if (searchTracks.store.getState().status !== 'loading') void searchTracks.reload()
    }, QUIET_MILLISECONDS)
  })
  studio.library.on('imported', ({ files }) => void showImportReport(files))
  studio.generation.on('verified', ({ isIdentical }) =>
    notify(
      isIdentical
        ? 'Identical: the same words and seed gave the same song, to the byte'
        : 'Not identical: what made this song makes another one from the same words and seed now',
    ),
  )
  studio.mixdown.on('finished', tellExported)
  connectFacets()
  connectFileTags()
  // counting what saved searches find reads the whole library: nothing waits for that
  await Promise.all([connectAlbums(), libraryTracks.reload().then(() => performance.mark('segno:songs'))])
  void connectSavedSearches()
}
