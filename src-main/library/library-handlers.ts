import type { Handlers } from '../../src-shared/ipc/call.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import type { AlbumId, IdSource, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Album, library } from '../../src-shared/library/contract.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import { albumRepository } from './album-repository.ts'
import { createFacetReader } from './facets/facet-reader.ts'
import { listTrackIds, listTracks } from './track-listing.ts'
import { createTrackReader } from './track-reader.ts'
import { trackRepository } from './track-repository.ts'
import { cleanTitle } from './track-rows.ts'
import { emptyTrash } from './trash.ts'

export type LibraryHandlers = Omit<Handlers<typeof library>, 'importOffered'>
export type LibrarySurroundings = {
  readonly database: Database
  readonly audio: AudioStore
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
}

const noTrack = () => err(failure('track.not-found', 'This song is not in the library any more.'))
const noAlbum = () => err(failure('album.not-found', 'This album is not there any more.'))

/** The library's contract but for importing, which needs to decode audio and is put beside these in the composition root. */
export const libraryHandlers = ({ database, audio, events, ids, now }: LibrarySurroundings): LibraryHandlers => {
  const reader = createTrackReader(database.query)
  const tracks = trackRepository(database.query)
  const facets = createFacetReader(database.query, now)

  const tellChanged = (trackIds: readonly TrackId[]) => {
    if (trackIds.length > 0) events.emit('library.changed', { trackIds: [...trackIds] })
    return ok({ changed: trackIds.length })
  }

  /** reads an album's list, makes another of it and writes that, in one transaction */
  const changeAlbum = async (
    albumId: AlbumId,
    change: (before: readonly TrackId[]) => readonly TrackId[],
  ): Promise<Result<Album, ReturnType<typeof noAlbum>['error']>> => {
    const album = await database.transaction(async (tx) => {
      const albums = albumRepository(tx)
      if (!(await albums.find(albumId))) return undefined
      await albums.setTracks(albumId, change(await albums.trackIds(albumId)))
      return albums.find(albumId)
    })
    if (!album) return noAlbum()
    events.emit('library.albumsChanged', {})
    return ok(album)
  }

  return {
    list: async (query) => ok(await listTracks(database.query, query, now())),
    listIds: async (query) => ok({ trackIds: await listTrackIds(database.query, query, now()) }),
    facets: async (selection) => ok(await facets.count(selection)),

    async get({ trackId }) {
      const detail = await reader.findDetail(trackId)
      return detail ? ok(detail) : noTrack()
    },

    async rename({ trackId, title }) {
      const track = await tracks.rename(trackId, cleanTitle(title), now())
      if (!track) return noTrack()
      tellChanged([trackId])
      return ok(track)
    },

    setFavourite: async ({ trackIds, isFavourite }) =>
      tellChanged(await tracks.setFlags(trackIds, { is_favourite: isFavourite ? 1 : 0 }, 'is_favourite', now())),
    trash: async ({ trackIds }) => tellChanged(await tracks.setFlags(trackIds, { trashed_at: now() }, 'trashed_at', now())),
    restore: async ({ trackIds }) => tellChanged(await tracks.setFlags(trackIds, { trashed_at: null }, 'trashed_at', now())),

    async emptyTrash({ trackIds: only }) {
      const { trackIds, freedBytes } = await emptyTrash(database, audio, only)
      tellChanged(trackIds)
      return ok({ removed: trackIds.length, freedBytes })
    },

    stats: async () => ok(await tracks.stats()),

    listAlbums: async () => ok(await albumRepository(database.query).list()),

    async createAlbum({ title, trackIds }) {
      const albumId = ids.album()
      const album = await database.transaction(async (tx) => {
        const albums = albumRepository(tx)
        await albums.insert(albumId, cleanTitle(title), now())
        await albums.setTracks(albumId, trackIds)
        return albums.find(albumId)
      })
      if (!album) throw new Error(`album ${albumId} is not there right after it was written`)
      events.emit('library.albumsChanged', {})
      return ok(album)
    },

    async renameAlbum({ albumId, title }) {
      const albums = albumRepository(database.query)
      await albums.rename(albumId, cleanTitle(title))
      const album = await albums.find(albumId)
      if (!album) return noAlbum()
      events.emit('library.albumsChanged', {})
      return ok(album)
    },

    async deleteAlbum({ albumId }) {
      const albums = albumRepository(database.query)
      if (!(await albums.find(albumId))) return noAlbum()
      await albums.remove(albumId)
      events.emit('library.albumsChanged', {})
      return ok({})
    },

    addToAlbum: ({ albumId, trackIds }) => changeAlbum(albumId, (before) => [...before, ...trackIds]),
    removeFromAlbum: ({ albumId, trackIds }) => changeAlbum(albumId, (before) => before.filter((id) => !trackIds.includes(id))),
    /** songs that the given order does not name keep their order behind it */
    reorderAlbum: ({ albumId, trackIds }) => changeAlbum(albumId, (before) => [...trackIds.filter((id) => before.includes(id)), ...before]),
  }
}
