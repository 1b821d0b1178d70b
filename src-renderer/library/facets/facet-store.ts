import { create } from 'zustand'
import type { FacetCounts } from '../../../src-shared/library/facet-counts.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyFailure } from '../../notices/index.ts'
import { useListLook } from '../list-look.ts'
import { libraryTracks } from '../lists.ts'

/** Quiet after the last letter or click before counting, so that counts never stand in the way of the list itself. */
const QUIET_MILLISECONDS = 250

/** Counts for what the library shows now; undefined until they were first asked for. */
export const useFacets = create<{ readonly counts: FacetCounts | undefined }>()(() => ({ counts: undefined }))

let timer: ReturnType<typeof setTimeout> | undefined
let turn = 0
let stop = new AbortController()

/** What is being counted is not asked for any more. */
const withdraw = (): void => {
  turn += 1
  stop.abort()
  stop = new AbortController()
}

const countNow = async (): Promise<void> => {
  withdraw()
  const mine = turn
  const { shelf, text, filters } = libraryTracks.store.getState()
  const reply = await studio.library.facets({ ...shelf, text, filters }, stop.signal)
  if (mine !== turn) return
  if (reply.ok) useFacets.setState({ counts: reply.value })
  else notifyFailure(reply.error)
}

/** Asks for counts again, where they are looked at. */
export const recount = (): void => {
  withdraw()
  if (!useListLook.getState().isFacetsOpen) return
  clearTimeout(timer)
  timer = setTimeout(() => void countNow(), QUIET_MILLISECONDS)
}

export const connectFacets = (): void => {
  useListLook.subscribe((now, before) => {
    if (now.isFacetsOpen && !before.isFacetsOpen) void countNow()
  })
  libraryTracks.store.subscribe((now, before) => {
    if (now.shelf !== before.shelf || now.text !== before.text || now.filters !== before.filters) recount()
  })
  recount()
}
