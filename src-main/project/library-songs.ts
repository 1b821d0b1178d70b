import { createTrackReader, refreshHeardColumns, setCurrentTake } from '../library/index.ts'
import type { SongShelf } from './song-ports.ts'

/** The library's songs as the project needs them. */
export const createLibrarySongs = (now: () => number): SongShelf => ({
  async findSong(trackId, via) {
    const reader = createTrackReader(via)
    const track = await reader.find(trackId)
    return track && { title: track.title, currentTakeId: track.currentTakeId, takes: await reader.listTakes(trackId) }
  },
  refreshColumns: (trackId, tx) => refreshHeardColumns(tx, trackId),
  setCurrentTake: ({ trackId, id }, tx) => setCurrentTake(tx, trackId, id, now()),
})
