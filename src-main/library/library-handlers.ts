import type { Actor } from '../../src-shared/history/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import type { IdSource } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { albumsFromTags } from '../../src-shared/library/albums-from-tags.ts'
import type { batchEdit } from '../../src-shared/library/batch-edit.ts'
import type { library } from '../../src-shared/library/contract.ts'
import type { selections } from '../../src-shared/library/selections.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import { albumRepository } from './album-repository.ts'
import { libraryChanges } from './library-changes.ts'
import { markingHandlers } from './marking-handlers.ts'
import { createLibraryQuestions, type LibraryQuestions } from './questions/library-questions.ts'
import { savedSearchHandlers } from './saved-searches/saved-search-handlers.ts'
import { selectionOf } from './selections/kept-selections.ts'
import { createTrackReader } from './track-reader.ts'
import { trackRepository } from './track-repository.ts'
import { emptyTrash } from './trash.ts'

export type LibraryHandlers = Omit<
  Handlers<typeof library>,
  'waves' | 'setAlbumCover' | 'importOffered' | keyof typeof selections | keyof typeof batchEdit | keyof typeof albumsFromTags
>
export type LibrarySurroundings = {
  readonly database: Database
  readonly audio: AudioStore
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
  /** in whose name the library is changed */
  readonly actor?: Actor
  /** who answers lists, searches and counts; where nobody is named, this thread does */
  readonly questions?: LibraryQuestions
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
}

const noTrack = () => err(failure('track.not-found', 'This song is not in the library any more.'))

/** The library's contract but for importing, which needs to decode audio and is put beside these in the composition root. */
export const libraryHandlers = ({
  database,
  audio,
  events,
  ids,
  now,
  actor = 'person',
  questions = createLibraryQuestions(database.query, now),
  reading = database.query,
}: LibrarySurroundings): LibraryHandlers => {
  const reader = createTrackReader(database.query)
  const tracks = trackRepository(reading)
  const changes = libraryChanges({ database, events, ids, now, actor, reading })

  return {
    ...savedSearchHandlers({ ids, now }, database, questions, changes),
    list: async (query, signal) => ok(await questions.list(query, signal)),
    nextLetters: async (query, signal) => ok(await questions.nextLetters(query, signal)),
    listIds: async (query, signal) => ok({ trackIds: await questions.listIds(query, signal) }),
    facets: async (selection, signal) => ok(await questions.facets(selection, signal)),

    async get({ trackId }) {
      const detail = await reader.findDetail(trackId)
      return detail ? ok(detail) : noTrack()
    },

    ...markingHandlers(database, changes),
    rename: ({ trackId, title }) => changes.rename(trackId, title),
    setFavourite: async ({ trackIds, isFavourite }) => ok(await changes.setFavourite(trackIds, isFavourite)),
    trash: async ({ trackIds }) => ok(await changes.trash(trackIds)),
    restore: async ({ trackIds }) => ok(await changes.restore(trackIds)),

    async emptyTrash({ trackIds: only }) {
      const { trackIds, freedBytes } = await emptyTrash(database, audio, only && selectionOf(only))
      if (trackIds.length > 0) events.emit('library.changed', { trackIds: [...trackIds] })
      return ok({ removed: trackIds.length, freedBytes })
    },

    stats: async () => ok(await tracks.stats()),

    listAlbums: async () => ok(await albumRepository(reading).list()),

    createAlbum: async ({ title, trackIds }) => ok(await changes.createAlbum(title, trackIds)),
    renameAlbum: ({ albumId, title }) => changes.renameAlbum(albumId, title),
    deleteAlbum: ({ albumId }) => changes.deleteAlbum(albumId),
    addToAlbum: ({ albumId, trackIds }) => changes.addToAlbum(albumId, trackIds),
    removeFromAlbum: ({ albumId, trackIds }) => changes.removeFromAlbum(albumId, trackIds),
    moveInAlbum: ({ albumId, trackId, beforeId }) => changes.moveInAlbum(albumId, trackId, beforeId),
    reorderAlbum: ({ albumId, trackIds }) => changes.reorderAlbum(albumId, trackIds),
  }
}
