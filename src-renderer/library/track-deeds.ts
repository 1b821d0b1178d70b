import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { counted } from '../words/index.ts'

/** What can be done to songs. Main answers with facts; the lists follow those. */

export const trashTracks = async (trackIds: readonly TrackId[]): Promise<void> => {
  if (trackIds.length === 0) return
  const reply = await studio.library.trash({ trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`${counted(reply.value.changed, 'song')} moved to the trash`, { label: 'Undo', run: () => void restoreTracks(trackIds) })
}

export const restoreTracks = async (trackIds: readonly TrackId[]): Promise<void> => {
  if (trackIds.length === 0) return
  const reply = await studio.library.restore({ trackIds: [...trackIds] })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`${counted(reply.value.changed, 'song')} restored`)
}

export const setFavourite = async (tracks: readonly Track[], isFavourite: boolean): Promise<void> => {
  if (tracks.length === 0) return
  const reply = await studio.library.setFavourite({ trackIds: tracks.map((track) => track.id), isFavourite })
  if (!reply.ok) notifyFailure(reply.error)
}

/** All become favourites, or none if all were. */
export const toggleFavourite = (tracks: readonly Track[]): Promise<void> => setFavourite(tracks, !tracks.every((track) => track.isFavourite))

export const renameTrack = async (track: Track, title: string): Promise<void> => {
  const wanted = title.trim()
  if (wanted === '' || wanted === track.title) return
  const reply = await studio.library.rename({ trackId: track.id, title: wanted.slice(0, 300) })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Asks for a folder, then writes one WAV an instrument into a new folder there. */
export const exportStems = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.mixdown.saveStems({ trackId })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Replays the recorded plan and seed in a job; the answer comes as a fact. */
export const verifyTrack = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.generation.verify({ trackId })
  if (reply.ok) notify('Making it again to compare')
  else notifyFailure(reply.error)
}

export const showInFolder = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.desktop.showInFolder({ trackId })
  if (!reply.ok) notifyFailure(reply.error)
}
