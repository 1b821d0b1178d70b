import { createStore } from 'zustand'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { AlbumId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track, TrackSort } from '../../src-shared/library/contract.ts'
import { NO_FILTERS, type TrackFilters } from '../../src-shared/library/track-filters.ts'
import { studio } from '../bridge/studio-client.ts'
import { stir } from '../waveform/index.ts'
import type { Chosen } from './chosen-songs.ts'
import { isWhole, nearestPages, PAGE, type Pages, pagesOf, songAt, songsOf } from './pages.ts'
import { countChosen, isChosen, keepPresent, NOTHING, type Selection } from './selection.ts'
import { createTypedAnswers } from './typed-answers.ts'

export type Shelf = { readonly view: 'all' | 'favourites' | 'trash'; readonly albumId?: AlbumId | undefined }

export type TrackListState = {
  readonly shelf: Shelf
  readonly text: string
  readonly filters: TrackFilters
  readonly sort: TrackSort
  readonly isDescending: boolean
  readonly pages: Pages
  /** the songs of the loaded pages, in their order; there may be gaps between them */
  readonly tracks: readonly Track[]
  readonly total: number
  readonly status: 'loading' | 'ready' | 'failed'
  readonly error: Failure | undefined
  readonly selection: Selection
}

export type TrackListStore = ReturnType<typeof createTrackListStore>
type ListAnswer = { readonly tracks: readonly Track[]; readonly total: number; readonly nextCursor?: string | undefined }
type Question = Pick<TrackListState, 'shelf' | 'text' | 'filters' | 'sort' | 'isDescending'>

const LARGEST_PAGE = 500
/** Pages asked for at a time: of a list that is thrown past, only what it comes to rest at is fetched. */
const ON_THE_WAY = 2
/** After another question its answer is looked at first; what lies beside the sight can wait until no letter follows. */
const QUIET_MILLISECONDS = 250
/** A list that jumped again within this time is being thrown. */
const REST_MILLISECONDS = 100
/** Songs asked for before it is known how many are in sight. */
const FIRST_SIGHT = 20
const order = (tracks: readonly Track[]) => tracks.map((track) => track.id)

/** One list of songs: a mirror of one query, the pages of it that are in sight or near, and what is selected in it. */
export const createTrackListStore = (start: Partial<Question> = {}) => {
  const store = createStore<TrackListState>()(() => ({
    shelf: { view: 'all' },
    text: '',
    filters: NO_FILTERS,
    sort: 'createdAt',
    isDescending: true,
    ...start,
    pages: new Map(),
    tracks: [],
    total: 0,
    status: 'loading',
    error: undefined,
    selection: NOTHING,
  }))
  let turn = 0
  /** withdraws what main is still asked for another question than this one */
  let stop = new AbortController()
  let sight = { first: 0, last: 0 }
  /** songs that fit on the screen */
  let fitting = FIRST_SIGHT
  let quietUntil = 0
  let shownAt = Number.NEGATIVE_INFINITY
  let later: ReturnType<typeof setTimeout> | undefined
  const asked = new Set<number>()
  /** where the page behind a loaded one begins */
  const cursors = new Map<number, string | undefined>()

  const questionOf = ({ shelf, text, filters, sort, isDescending }: Question) => ({ ...shelf, text, filters, sort, descending: isDescending })
  const question = () => questionOf(store.getState())
  const ask = (page: number, limit = PAGE) => {
    const cursor = cursors.get(page)
    return studio.library.list({ ...question(), limit, ...(cursor === undefined ? { offset: page * PAGE } : { cursor }) }, stop.signal)
  }

  const showAnswer = (from: number, { tracks, total, nextCursor }: ListAnswer): void => {
    const fresh = pagesOf(from, tracks)
    cursors.clear()
    if (tracks.length % PAGE === 0) cursors.set(from + fresh.size, nextCursor)
    quietUntil = performance.now() + QUIET_MILLISECONDS
    store.setState((old) => ({
      pages: fresh,
      tracks,
      total,
      status: 'ready',
      error: undefined,
      // where songs were added, or moved, those that left the sight are still in the list
      selection:
        old.selection.isAll && total <= old.selection.ids.size
          ? NOTHING
          : total < old.total
            ? keepPresent(order(old.tracks), order(tracks), old.selection)
            : old.selection,
    }))
  }

  const begin = (): number => {
    turn += 1
    stop.abort()
    stop = new AbortController()
    asked.clear()
    cursors.clear()
    clearTimeout(later)
    return turn
  }

  const typedQuestion = (next: Partial<Question> = {}) => ({ ...questionOf({ ...store.getState(), ...next }), limit: Math.min(PAGE, fitting) })
  const typed = createTypedAnswers<ReturnType<typeof typedQuestion>, ListAnswer>((wanted, signal) => studio.library.nextLetters(wanted, signal))
  /** The keyboard is in the search field, or stayed there. */
  const expectLetter = (): void => typed.expectLetter(typedQuestion(), stop.signal)

  /** The pages in sight again. Nothing flickers: the old rows stay until the new ones are here. */
  const reload = async (): Promise<void> => {
    const mine = begin()
    typed.forget()
    const first = Math.floor(sight.first / PAGE)
    const count = Math.min(LARGEST_PAGE / PAGE, Math.max(1, Math.floor(sight.last / PAGE) - first + 1))
    let from = first
    let reply = await ask(from, count * PAGE)
    if (mine === turn && reply.ok && reply.value.tracks.length === 0 && reply.value.total > 0 && first > 0) {
      // the list became shorter than where it was looked at
      from = Math.floor((reply.value.total - 1) / PAGE)
      reply = await ask(from, PAGE)
    }
    if (mine !== turn) return
    if (!reply.ok) return store.setState({ status: 'failed', error: reply.error })
    showAnswer(from, reply.value)
  }

  /** Another question: asked before anything is drawn, and at first only for what is in sight. */
  const find = async (next: Partial<Question>): Promise<void> => {
    const mine = begin()
    stir()
    const isTyped = Object.keys(next).every((part) => part === 'text')
    const wanted = typedQuestion(next)
    const known = isTyped ? typed.get(wanted) : undefined
    const answer = known ? undefined : studio.library.list({ ...wanted, ...(!isTyped && { limit: PAGE }), offset: 0 }, stop.signal)
    sight = { first: 0, last: 0 }
    // everything that another question finds was never chosen
    const isOther = store.getState().selection.isAll && (next.text !== undefined || next.filters !== undefined)
    store.setState({
      ...next,
      ...(isOther && { selection: NOTHING }),
      ...(next.shelf ? { pages: new Map(), tracks: [], total: 0, status: 'loading', selection: NOTHING } : {}),
    })
    if (known) showAnswer(0, known)
    else {
      const reply = await answer
      if (!reply || mine !== turn) return
      if (!reply.ok) return store.setState({ status: 'failed', error: reply.error })
      if (isTyped) typed.keep(wanted, reply.value)
      showAnswer(0, reply.value)
    }
    if (isTyped) expectLetter()
  }

  const load = async (page: number): Promise<void> => {
    const mine = turn
    asked.add(page)
    const reply = await ask(page)
    if (mine !== turn) return
    asked.delete(page)
    if (!reply.ok) return store.setState({ status: 'failed', error: reply.error })
    const { tracks, nextCursor, total } = reply.value
    if (tracks.length === PAGE) cursors.set(page + 1, nextCursor)
    store.setState((old) => {
      const pages = nearestPages(new Map(old.pages).set(page, tracks), Math.floor(sight.first / PAGE))
      return { pages, tracks: songsOf(pages), total }
    })
  }

  const loadNext = (): void => {
    clearTimeout(later)
    const { pages, total, status } = store.getState()
    if (status !== 'ready') return
    const first = Math.floor(sight.first / PAGE)
    const last = Math.floor(sight.last / PAGE)
    const isMissing = (page: number) => page >= 0 && page < Math.ceil(total / PAGE) && !isWhole(pages, page, total) && !asked.has(page)
    const inSight = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(isMissing)
    // rows near the sight exist before they are seen: of the first ones only those that are seen are missed
    const seenLast = Math.min(total - 1, sight.first === 0 ? Math.min(sight.last, fitting - 1) : sight.last)
    const isMissed = (page: number) => {
      for (let place = Math.max(sight.first, page * PAGE); place <= Math.min(seenLast, page * PAGE + PAGE - 1); place++) if (!songAt(pages, place)) return true
      return false
    }
    const wait = quietUntil - performance.now()
    const urgent = wait > 0 ? inSight.filter(isMissed) : inSight
    const others = [...inSight, ...[last + 1, first - 1].filter(isMissing)].filter((page) => !urgent.includes(page))
    for (const page of wait > 0 ? urgent : [...urgent, ...others]) if (asked.size < ON_THE_WAY) void load(page)
    if (wait > 0 && others.length > 0) later = setTimeout(loadNext, wait)
  }

  /** Rows that exist, of which `onScreen` fit on the screen: their pages are fetched, then those on both sides. */
  const show = (first: number, last: number, onScreen = FIRST_SIGHT): void => {
    const at = performance.now()
    // a single jump is followed at once, a throw where it comes to rest
    const isThrown = at - shownAt < REST_MILLISECONDS && Math.abs(first - sight.first) > onScreen / 2
    shownAt = at
    sight = { first: Math.max(0, first), last: Math.max(0, last) }
    fitting = onScreen
    clearTimeout(later)
    if (isThrown) later = setTimeout(loadNext, REST_MILLISECONDS)
    else loadNext()
  }

  const select = (selection: Selection): void => store.setState({ selection })

  /** Ids of `limit` songs from the place `offset`, loaded or not. */
  const idsFrom = async (offset: number, limit: number): Promise<readonly TrackId[]> => {
    const reply = await studio.library.listIds({ ...question(), offset, limit: Math.max(1, limit) })
    return reply.ok ? reply.value.trackIds : []
  }

  /** What is selected, for what is done to all of it. */
  const selected = (): Chosen => {
    const { selection, total } = store.getState()
    return selection.isAll ? { query: question(), except: [...selection.ids], count: countChosen(selection, total) } : [...selection.ids]
  }

  /** Every selected song; those that are not loaded are fetched. */
  const chosen = async (): Promise<readonly Track[]> => {
    const { tracks, selection, total } = store.getState()
    const here = tracks.filter((track) => isChosen(selection, track.id))
    if (here.length === countChosen(selection, total)) return here
    const found: Track[] = []
    for (let cursor: string | undefined; ; ) {
      const reply = await studio.library.list({ ...question(), limit: LARGEST_PAGE, ...(cursor === undefined ? {} : { cursor }) })
      if (!reply.ok) return here
      found.push(...reply.value.tracks.filter((track) => isChosen(selection, track.id)))
      cursor = reply.value.nextCursor
      if (cursor === undefined || found.length >= countChosen(selection, total)) return found
    }
  }

  return { store, selected, reload, show, change: find, expectLetter, select, idsFrom, chosen }
}
