import { create } from 'zustand'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Album } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { type Chosen, type Everything, editEverything, isEverything, nameChosen } from '../chosen-songs.ts'
import { albumTracks } from '../lists.ts'
import { placeOf, songAt } from '../pages.ts'
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

const albumOfEverything = async (title: string, everything: Everything): Promise<Album | undefined> => {
  const named = await nameChosen(everything)
  const reply = named && (await studio.library.makeAlbumOfSelection({ selectionId: named.selectionId, title }))
  if (!reply) return undefined
  if (!reply.ok) {
    notifyFailure(reply.error)
    return undefined
  }
  await reloadAlbums()
  notifyWithUndo(`${counted(reply.value.changed, 'song')} made into ${title}`, reply.value.stepId)
  return useAlbums.getState().albums.find(({ id }) => id === reply.value.albumId)
}

export const createAlbum = async (title: string, chosen: Chosen = []): Promise<Album | undefined> => {
  if (isEverything(chosen)) return albumOfEverything(title, chosen)
  const reply = await studio.library.createAlbum({ title, trackIds: [...chosen] })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return undefined
  }
  await reloadAlbums()
  return reply.value
}

export const addToAlbum = async (album: Album, trackIds: Chosen): Promise<void> => {
  if (isEverything(trackIds)) {
    const told = (changed: number) => `${counted(changed, 'song')} added to ${album.title}`
    return void (await editEverything(trackIds, { kind: 'album', albumId: album.id }, told))
  }
  const reply = await studio.library.addToAlbum({ albumId: album.id, trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`${counted(trackIds.length, 'song')} added to ${album.title}`, reply.value.stepId)
}

export const removeFromAlbum = async (albumId: AlbumId, chosen: Chosen): Promise<void> => {
  const named = await nameChosen(chosen)
  if (!named) return
  const reply = await studio.library.takeSelectionOff({ selectionId: named.selectionId, albumId })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`${counted(reply.value.changed, 'song')} taken off the album`, reply.value.stepId)
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

const move = async (albumId: AlbumId, trackId: TrackId, beforeId: TrackId | undefined): Promise<void> => {
  const reply = await studio.library.moveInAlbum({ albumId, trackId, ...(beforeId !== undefined && { beforeId }) })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Puts a song of the album into the gap before what is at `place`; the album may be longer than what is loaded. */
export const placeInAlbum = async (albumId: AlbumId, trackId: TrackId, place: number): Promise<void> => {
  const { pages, total } = albumTracks.store.getState()
  if (place >= total) return move(albumId, trackId, undefined)
  const beforeId = songAt(pages, place)?.id ?? (await albumTracks.idsFrom(place, 1))[0]
  if (beforeId !== trackId) await move(albumId, trackId, beforeId)
}

/** Rows looked at around the place where the list shows a song: it may have been moved a few times since. */
const AROUND = 20
/** moves by key follow each other faster than the list */
let lastMove: Promise<unknown> = Promise.resolve()

/** Moves one song by one place. */
export const moveInAlbum = (albumId: AlbumId, trackId: TrackId, step: 1 | -1): Promise<void> => {
  const mine = lastMove.then(async () => {
    const shown = placeOf(albumTracks.store.getState().pages, trackId)
    const first = Math.max(0, shown - AROUND)
    const near = await albumTracks.idsFrom(first, 2 * AROUND + 1)
    const at = near.indexOf(trackId)
    if (shown < 0 || at < 0 || at + step < 0 || at + step >= near.length) return
    await move(albumId, trackId, near[step > 0 ? at + 2 : at - 1])
  })
  lastMove = mine.catch(() => undefined)
  return mine
}
