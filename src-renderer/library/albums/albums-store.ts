import { create } from 'zustand'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Album } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { albumTracks } from '../lists.ts'
import { paintCover } from './paint-cover.ts'

export const useAlbums = create<{ readonly albums: readonly Album[]; readonly isLoaded: boolean }>()(() => ({ albums: [], isLoaded: false }))

const reloadAlbums = async (): Promise<void> => {
  const reply = await studio.library.listAlbums({})
  if (reply.ok) useAlbums.setState({ albums: reply.value, isLoaded: true })
  else notifyFailure(reply.error)
}

export const connectAlbums = async (): Promise<void> => {
  studio.library.on('albumsChanged', () => {
    void reloadAlbums()
    if (albumTracks.store.getState().shelf.albumId) void albumTracks.reload()
  })
  await reloadAlbums()
}

export const createAlbum = async (title: string, trackIds: readonly TrackId[] = []): Promise<Album | undefined> => {
  const reply = await studio.library.createAlbum({ title, trackIds: [...trackIds] })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return undefined
  }
  await reloadAlbums()
  return reply.value
}

export const addToAlbum = async (album: Album, trackIds: readonly TrackId[]): Promise<void> => {
  const reply = await studio.library.addToAlbum({ albumId: album.id, trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`${counted(trackIds.length, 'song')} added to ${album.title}`, reply.value.stepId)
}

export const removeFromAlbum = async (albumId: AlbumId, trackIds: readonly TrackId[]): Promise<void> => {
  const reply = await studio.library.removeFromAlbum({ albumId, trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`${counted(trackIds.length, 'song')} taken off the album`, reply.value.stepId)
}

export const renameAlbum = async (album: Album, title: string): Promise<void> => {
  const wanted = title.trim()
  if (wanted === '' || wanted === album.title) return
  const reply = await studio.library.renameAlbum({ albumId: album.id, title: wanted.slice(0, 300) })
  if (!reply.ok) notifyFailure(reply.error)
}

export const deleteAlbum = async (album: Album): Promise<void> => {
  const reply = await studio.library.deleteAlbum({ albumId: album.id })
  if (reply.ok) notifyWithUndo(`Album ${album.title} deleted; its songs are still in the library`, reply.value.stepId)
  else notifyFailure(reply.error)
}

/** undefined: drawn from the songs again */
export const giveCover = async (album: Album, file: Blob | undefined): Promise<void> => {
  const painted = file && (await paintCover(file))
  if (painted && 'refusal' in painted) return notifyFailure({ code: 'cover.not-a-picture', message: painted.refusal })
  const reply = await studio.library.setAlbumCover({ albumId: album.id, ...(painted && { jpegBase64: painted.jpegBase64 }) })
  if (!reply.ok) return notifyFailure(reply.error)
  // a new picture is seen; one that is gone, or was there before, can be had back
  if (album.coverSha256) notifyWithUndo(file ? `${album.title} has another cover` : `${album.title} has no cover of its own any more`, reply.value.stepId)
}

const MOST_SONGS = 10_000

/** Puts a song of the album into the gap before what was at `place`; the album may be longer than what is loaded. */
export const placeInAlbum = async (albumId: AlbumId, trackId: TrackId, place: number): Promise<void> => {
  const order = await albumTracks.idsFrom(0, MOST_SONGS)
  const at = order.indexOf(trackId)
  const to = place > at ? place - 1 : place
  if (at < 0 || to === at) return
  const next = order.filter((id) => id !== trackId)
  next.splice(Math.max(0, to), 0, trackId)
  const reply = await studio.library.reorderAlbum({ albumId, trackIds: next })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Moves one song by one place. */
export const moveInAlbum = async (albumId: AlbumId, trackId: TrackId, step: 1 | -1): Promise<void> => {
  const order = await albumTracks.idsFrom(0, MOST_SONGS)
  const at = order.indexOf(trackId)
  if (at + step < 0 || at + step >= order.length) return
  await placeInAlbum(albumId, trackId, step > 0 ? at + 2 : at - 1)
}
