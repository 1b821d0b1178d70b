import { createTrackListStore } from './track-list-store.ts'

/** The two lists of the window. They keep their query and selection while another place is shown. */
export const libraryTracks = createTrackListStore()
export const albumTracks = createTrackListStore()
