import { create } from 'zustand'
import type { AlbumId, SearchId, TrackId } from '../../src-shared/kernel/ids.ts'

/** A new song that starts from one that is there: from its whole plan and seed, or from its plan with a new seed. */
export type StartFrom = { readonly trackId: TrackId; readonly keep: 'plan and seed' | 'plan' }

export type Route =
  | { readonly place: 'create'; readonly from?: StartFrom | undefined }
  | { readonly place: 'library'; readonly view: 'all' | 'favourites' | 'trash' }
  | { readonly place: 'albums'; readonly albumId?: AlbumId | undefined; readonly searchId?: SearchId | undefined }
  | { readonly place: 'editor'; readonly trackId: TrackId }
  /** `modelId`: the one to point at, a word of the catalogue */
  | { readonly place: 'models'; readonly modelId?: string | undefined }
  | { readonly place: 'settings'; readonly section: SettingsSection }
export type SettingsSection =
  | 'general'
  | 'appearance'
  | 'keyboard'
  | 'audio'
  | 'editing'
  | 'library'
  | 'hardware'
  | 'language'
  | 'memory'
  | 'storage'
  | 'health'
  | 'about'
export type Place = Route['place']

type RouteState = { readonly route: Route; readonly past: readonly Route[]; readonly future: readonly Route[] }

const PAST_LIMIT = 100

export const useRoute = create<RouteState>()(() => ({ route: { place: 'create' }, past: [], future: [] }))

const isSame = (a: Route, b: Route): boolean => JSON.stringify(a) === JSON.stringify(b)

export const goTo = (route: Route): void =>
  useRoute.setState((state) => (isSame(state.route, route) ? state : { route, past: [...state.past, state.route].slice(-PAST_LIMIT), future: [] }))

/** The same place, said otherwise: Back does not come here again. */
export const settleRoute = (route: Route): void => useRoute.setState({ route })

export const goBack = (): void =>
  useRoute.setState((state) => {
    const previous = state.past.at(-1)
    return previous ? { route: previous, past: state.past.slice(0, -1), future: [state.route, ...state.future] } : state
  })

export const goForward = (): void =>
  useRoute.setState((state) => {
    const next = state.future[0]
    return next ? { route: next, past: [...state.past, state.route], future: state.future.slice(1) } : state
  })
