import type { Actor } from '../../src-shared/history/contract.ts'
import type { HistoryService } from '../history/index.ts'
import { batchEditHandlers, coverHandlers, createLibraryUpkeep, type ImportHandlers, libraryHandlers } from '../library/index.ts'
import type { Core } from './compose-core.ts'

export type LibraryCore = Core & Pick<ImportHandlers, 'importOffered'> & { readonly history: HistoryService }

/** The library's calls, in the name of whoever makes them, and its upkeep. */
export const composeLibrary = ({ database, store, covers, events, ids, now, settings, history, importOffered }: LibraryCore) => {
  const library = { database, audio: store, events, ids, now }
  const upkeep = createLibraryUpkeep(library)
  return {
    handlersFor: (actor: Actor) => ({
      ...libraryHandlers({ ...library, actor }),
      setAlbumCover: coverHandlers({ ...library, actor }, covers).setAlbumCover,
      ...batchEditHandlers({ database, history, now, actor }),
      importOffered,
    }),
    giveAlbumCover: coverHandlers({ ...library, actor: 'person' }, covers).giveAlbumCover,
    tidy: () => upkeep.tidy(settings.current().trashDays),
    watch: upkeep.watch,
  }
}
