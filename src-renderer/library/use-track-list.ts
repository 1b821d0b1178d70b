import { type MouseEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { type InnerHandler, keysWithin, useActions } from '../actions/index.ts'
import type { MenuItem } from '../elements/index.ts'
import { redoLibrary, undoLibrary } from '../history/index.ts'
import { askToExport, askToHandOff } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import { askForRights } from '../rights/index.ts'
import { transport } from '../transport/index.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { areTooMany, type Chosen, isEverything } from './chosen-songs.ts'
import { askToDelete } from './deletion.ts'
import { libraryActions, songListActions } from './library-actions.ts'
import { askForTags, rateTracks, toggleDisliked } from './marks/mark-deeds.ts'
import { placeOf, songAt } from './pages.ts'
import { countChosen, isChosen, NOTHING, selectEverything, selectOne, selectTo, toggleOne } from './selection.ts'
import { restoreTracks, toggleFavourite, trashTracks } from './track-deeds.ts'
import type { TrackListStore } from './track-list-store.ts'
import { trackMenu } from './track-menu.tsx'
import { playTrack } from './track-source.ts'
import { useChoosing } from './use-choosing.ts'

export type TrackListProps = {
  readonly list: TrackListStore
  readonly moreMenu?: ((tracks: readonly Track[]) => readonly MenuItem[]) | undefined
  /** Delete does this instead of moving to the trash (taking off an album) */
  readonly onRemove?: ((tracks: readonly Track[]) => void) | undefined
  readonly onMove?: ((track: Track, step: 1 | -1) => void) | undefined
  readonly onSearch?: (() => void) | undefined
  readonly onFilter?: (() => void) | undefined
}

/** Songs of a list that are chosen one by one, by their ids; of more everything is chosen that the list finds. */
const MOST_BY_NAME = 10_000

/** How the list is scrolled to; its rows tell. */
export type ListReach = {
  /** brings a place of the list into sight */
  readonly reveal: (place: number) => void
  readonly toTop: () => void
  /** songs that a page of the keyboard goes */
  readonly perPage: number
}
export const NO_REACH: ListReach = { reveal: () => {}, toTop: () => {}, perPage: 1 }

type Surroundings = TrackListProps & {
  readonly scroll: RefObject<HTMLDivElement | null>
  readonly reach: RefObject<ListReach>
  /** how far the arrows go: 1 in a list; in a grid a row is several */
  readonly perRow: number
}
export type TrackListDeeds = ReturnType<typeof useTrackList>

/** What the keys, the mouse and the menus do in a list or a grid of songs, loaded or not. Not drawn anew when only other songs are found. */
export const useTrackList = ({ list, moreMenu, onRemove, onMove, onSearch, onFilter, scroll, reach, perRow }: Surroundings) => {
  const focusId = useStore(list.store, (state) => state.selection.focusId)
  const isTrash = useStore(list.store, (state) => state.shelf.view === 'trash')
  const isShown = useStore(list.store, (state) => state.total > 0)
  const [renamingId, setRenamingId] = useState<TrackId>()
  /** last known places of the focus and of where a range began, for when their pages are not loaded */
  const at = useRef({ focus: -1, anchor: -1 })
  const { choose, onceChosen } = useChoosing()
  const focusedPlace = useStore(list.store, ({ pages, selection }) => placeOf(pages, selection.focusId))
  if (focusedPlace >= 0) at.current.focus = focusedPlace

  useEffect(() => {
    if (focusId !== undefined && at.current.focus >= 0) reach.current.reveal(at.current.focus)
  }, [focusId, reach])

  // another question begins at its top
  useEffect(
    () =>
      list.store.subscribe((now, before) => {
        const isSame = (['shelf', 'text', 'filters', 'sort', 'isDescending'] as const).every((part) => now[part] === before[part])
        if (!isSame) reach.current.toTop()
      }),
    [list, reach],
  )

  // Enter plays the song that the keyboard stands on: its beginning is there before the press
  const focusedSha = useStore(list.store, ({ pages }) => songAt(pages, focusedPlace)?.audioSha256)
  useEffect(() => {
    if (focusedSha) void transport.prepare(focusedSha, 0)
  }, [focusedSha])

  // the arrows work at once after going to the place by key
  useEffect(() => {
    if (isShown && document.activeElement === document.body) scroll.current?.focus({ preventScroll: true })
  }, [isShown, scroll])

  const extendTo = useCallback(
    async (place: number, trackId: TrackId) => {
      const { pages: here, selection: old } = list.store.getState()
      const anchor = old.anchorId === undefined ? place : Math.max(0, placeOf(here, old.anchorId) >= 0 ? placeOf(here, old.anchorId) : at.current.anchor)
      const first = Math.min(anchor, place)
      const count = Math.abs(anchor - place) + 1
      const near = Array.from({ length: Math.min(count, 1_000) }, (_, i) => songAt(here, first + i)?.id)
      const ids = count <= near.length && near.every((id) => id !== undefined) ? near.filter((id) => id !== undefined) : await list.idsFrom(first, count)
      list.select({ ...selectTo(ids, { ...old, anchorId: anchor <= place ? ids[0] : ids.at(-1) }, trackId), anchorId: old.anchorId ?? trackId })
    },
    [list],
  )

  const moveTo = async (wanted: number, isExtending: boolean) => {
    const { total, pages } = list.store.getState()
    const place = Math.min(total - 1, Math.max(0, wanted))
    if (total === 0) return
    reach.current.reveal(place)
    const trackId = songAt(pages, place)?.id ?? (await list.idsFrom(place, 1))[0]
    if (!trackId) return
    at.current.focus = place
    if (isExtending) return extendTo(place, trackId)
    at.current.anchor = place
    list.select(selectOne(trackId))
  }

  const loadedChosen = useCallback((): readonly Track[] => {
    const state = list.store.getState()
    return state.tracks.filter((track) => isChosen(state.selection, track.id))
  }, [list])
  /** a deed with all chosen songs or, where they are too many to be read, with those that are here */
  const withSongs = (deed: (songs: readonly Track[], chosen: Chosen) => unknown): void => {
    const chosen = list.selected()
    if (isEverything(chosen)) deed(loadedChosen(), chosen)
    else void list.chosen().then((songs) => deed(songs, chosen))
  }

  const exportChosen = useCallback((): void => {
    if (!areTooMany(list.selected(), 'exported')) void list.chosen().then(askToExport)
  }, [list])
  const menuFor = useCallback(
    (given?: Track): readonly MenuItem[] => {
      const marked = loadedChosen()
      const isMarked = given === undefined || marked.includes(given)
      const targets = isMarked ? marked : [given]
      const more = moreMenu?.(targets)
      const { tracks: company, selection: marks, total } = list.store.getState()
      return trackMenu(targets, {
        list: company,
        isTrash,
        onRename: (track) => setRenamingId(track.id),
        ...(more ? { more } : {}),
        ...(isMarked && countChosen(marks, total) > marked.length ? { allIds: list.selected(), onExport: exportChosen } : {}),
      })
    },
    [loadedChosen, list, isTrash, moreMenu, exportChosen],
  )

  const onSelect = useCallback(
    (track: Track, event: MouseEvent) => {
      if (event.button === 1) return
      const { selection: old, pages: here } = list.store.getState()
      const place = placeOf(here, track.id)
      if (event.button === 2 && isChosen(old, track.id)) return
      at.current.focus = place
      if (event.shiftKey) choose(extendTo(place, track.id))
      else {
        at.current.anchor = place
        list.select(event.ctrlKey || event.metaKey ? toggleOne(old, track.id) : selectOne(track.id))
      }
      scroll.current?.focus({ preventScroll: true })
    },
    [list, extendTo, scroll, choose],
  )

  const onPlay = useCallback((track: Track) => void playTrack(track, list.store.getState().tracks), [list])
  const onRenamed = useCallback(() => {
    setRenamingId(undefined)
    scroll.current?.focus({ preventScroll: true })
  }, [scroll])

  const single = () => loadedChosen()[0]
  const moveChosen = (step: 1 | -1) => {
    const track = single()
    if (track) onMove?.(track, step)
  }
  const needsSong = () => (countChosen(list.store.getState().selection, list.store.getState().total) > 0 ? undefined : 'Select a song first')
  const needsOne = () => (single() ? undefined : 'Select a song first')
  const reasons = {
    ...Object.fromEntries((['dislike', 'tags', 'batch', 'favourite', 'export', 'trash', 'restore'] as const).map((name) => [name, needsSong])),
    ...Object.fromEntries((['edit', 'rename', 'handOff', 'rights', 'earlier', 'later'] as const).map((name) => [name, needsOne])),
  }
  const afterChoosing = (deeds: Readonly<Record<string, () => void>>): Record<string, () => void> =>
    Object.fromEntries(Object.entries(deeds).map(([name, deed]) => [name, onceChosen(deed)]))
  useActions(
    libraryActions,
    {
      all: () => {
        const { total, selection: old, pages: here } = list.store.getState()
        if (total > MOST_BY_NAME) return list.select(selectEverything(old, songAt(here, 0)?.id))
        choose(
          list.idsFrom(0, Math.max(1, total)).then((ids) => {
            // who has chosen otherwise meanwhile meant that
            if (list.store.getState().selection === old) list.select({ ids: new Set(ids), anchorId: ids[0], focusId: old.focusId ?? ids[0] })
          }),
        )
      },
      undo: () => void undoLibrary(),
      redo: () => void redoLibrary(),
      clear: () => list.select(NOTHING),
      ...(onSearch ? { search: onSearch } : {}),
      ...(onFilter ? { filter: onFilter } : {}),
      ...afterChoosing(
        isTrash
          ? { restore: () => void restoreTracks(list.selected()), trash: () => withSongs(askToDelete) }
          : {
              edit: () => {
                const track = single()
                if (track) goTo({ place: 'editor', trackId: track.id })
              },
              ...Object.fromEntries([0, 1, 2, 3, 4, 5].map((stars) => [`rate${stars}`, () => void rateTracks(list.selected(), stars)])),
              dislike: () => withSongs((songs, chosen) => toggleDisliked(chosen, songs)),
              tags: () => withSongs(askForTags),
              batch: () => void openBatchEdit(list.selected()),
              favourite: () => withSongs((songs, chosen) => toggleFavourite(chosen, songs)),
              rename: () => setRenamingId(single()?.id),
              export: exportChosen,
              handOff: () => {
                const track = single()
                if (track) askToHandOff(track.id, track.title)
              },
              rights: () => {
                const track = single()
                if (track) void askForRights({ trackId: track.id, title: track.title })
              },
              trash: () => {
                if (onRemove) onRemove(loadedChosen())
                else void trashTracks(list.selected())
              },
              ...(onMove ? { earlier: () => moveChosen(-1), later: () => moveChosen(1) } : {}),
            },
      ),
    },
    reasons,
  )

  /** A button of a row that has the focus keeps its keys. */
  const inList =
    (act: InnerHandler): InnerHandler =>
    (event) =>
      event.target === scroll.current ? act(event) : false
  const go = (step: () => number) =>
    inList((event) => {
      const isNowhere = focusId === undefined
      choose(moveTo(isNowhere ? (step() > 0 ? 0 : total() - 1) : at.current.focus + step(), event.shiftKey))
    })
  const total = () => list.store.getState().total
  const hearKeys = keysWithin(songListActions, {
    down: go(() => perRow),
    up: go(() => -perRow),
    ...(perRow > 1 && { right: go(() => 1), left: go(() => -1) }),
    pageDown: go(() => reach.current.perPage),
    pageUp: go(() => -reach.current.perPage),
    last: go(total),
    first: go(() => -total()),
    play: inList(() => {
      const { pages, tracks } = list.store.getState()
      const song = songAt(pages, focusedPlace)
      return song ? void playTrack(song, tracks) : false
    }),
  })

  /** Tab comes to the list: it begins with its first song. */
  const onFocus = (event: { readonly target: EventTarget }) => {
    const { pages, selection } = list.store.getState()
    const first = songAt(pages, 0)
    const isFresh = selection.focusId === undefined
    if (event.target === scroll.current && isFresh && first && scroll.current?.matches(':focus-visible')) {
      at.current = { focus: 0, anchor: 0 }
      list.select(selectOne(first.id))
    }
  }

  return { menuFor, onSelect, onPlay, hearKeys, onFocus, onRenamed, renamingId }
}
