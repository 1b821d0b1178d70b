import { changeLook, useListLook } from './list-look.ts'
import { createTrackListStore } from './track-list-store.ts'

/** The lists of the window. They keep their query and selection while another place is shown. */
const { sort, isDescending, filters } = useListLook.getState()
export const libraryTracks = createTrackListStore({ sort, isDescending, filters })
export const albumTracks = createTrackListStore()
export const searchTracks = createTrackListStore()

libraryTracks.store.subscribe((now, before) => {
  if (now.sort !== before.sort || now.isDescending !== before.isDescending || now.filters !== before.filters)
    changeLook({ sort: now.sort, isDescending: now.isDescending, filters: now.filters })
})
