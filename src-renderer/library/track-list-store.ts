import { createStore } from 'zustand'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { AlbumId } from '../../src-shared/kernel/ids.ts'
import type { Track, TrackSort } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { keepPresent, NOTHING, type Selection } from './selection.ts'

export type Shelf = { readonly view: 'all' | 'favourites' | 'trash'; readonly albumId?: AlbumId | undefined }

export type TrackListState = {
  readonly shelf: Shelf
  readonly text: string
  readonly sort: TrackSort
  readonly isDescending: boolean
  readonly tracks: readonly Track[]
  readonly total: number
  readonly nextCursor: string | undefined
  readonly status: 'loading' | 'ready' | 'failed'
  readonly error: Failure | undefined
  readonly selection: Selection
}

export type TrackListStore = ReturnType<typeof createTrackListStore>

const PAGE = 200
const LARGEST_PAGE = 500
const order = (tracks: readonly Track[]) => tracks.map((track) => track.id)

/** One list of songs: a mirror of one query, page by page, and what is selected in it. */
export const createTrackListStore = () => {
  const store = createStore<TrackListState>()(() => ({
    shelf: { view: 'all' },
    text: '',
    sort: 'createdAt',
    isDescending: true,
    tracks: [],
    total: 0,
    nextCursor: undefined,
    status: 'loading',
    error: undefined,
    selection: NOTHING,
  }))
  let turn = 0

  const ask = (limit: number, cursor: string | undefined) => {
    const { shelf, text, sort, isDescending } = store.getState()
    return studio.library.list({ ...shelf, text, sort, descending: isDescending, limit, cursor })
  }

  /** The same query again, as far as it was loaded. Nothing flickers: the old rows stay until the new ones are here. */
  const reload = async (): Promise<void> => {
    turn += 1
    const mine = turn
    const wanted = Math.max(PAGE, store.getState().tracks.length)
    let tracks: Track[] = []
    let cursor: string | undefined
    for (;;) {
      const reply = await ask(Math.min(LARGEST_PAGE, wanted - tracks.length), cursor)
      if (mine !== turn) return
      if (!reply.ok) return store.setState({ status: 'failed', error: reply.error })
      tracks = [...tracks, ...reply.value.tracks]
      cursor = reply.value.nextCursor
      if (cursor === undefined || tracks.length >= wanted) {
        return store.setState((old) => ({
          tracks,
          total: reply.value.total,
          nextCursor: cursor,
          status: 'ready',
          error: undefined,
          selection: keepPresent(order(old.tracks), order(tracks), old.selection),
        }))
      }
    }
  }

  const loadMore = async (): Promise<void> => {
    const { nextCursor, status } = store.getState()
    if (nextCursor === undefined || status === 'loading') return
    const mine = turn
    store.setState({ nextCursor: undefined })
    const reply = await ask(PAGE, nextCursor)
    if (mine !== turn) return
    if (!reply.ok) return store.setState({ status: 'failed', error: reply.error })
    store.setState((old) => ({ tracks: [...old.tracks, ...reply.value.tracks], nextCursor: reply.value.nextCursor, total: reply.value.total }))
  }

  const change = (next: Partial<Pick<TrackListState, 'shelf' | 'text' | 'sort' | 'isDescending'>>): Promise<void> => {
    store.setState({ ...next, ...(next.shelf ? { tracks: [], status: 'loading', selection: NOTHING } : {}) })
    return reload()
  }

  const select = (selection: Selection): void => store.setState({ selection })

  return { store, reload, loadMore, change, select }
}
