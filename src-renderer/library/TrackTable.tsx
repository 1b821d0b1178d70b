// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Track, TrackSort } from '../../src-shared/library/contract.ts'
import { useActions } from '../actions/index.ts'
import { ContextMenu, type MenuItem, Skeleton } from '../elements/index.ts'
import { askToExport, askToHandOff } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import { useSettings } from '../settings/index.ts'
import { transport, useTransport } from '../transport/index.ts'
import { ColumnHeads } from './ColumnHeads.tsx'
import { askToDelete } from './deletion.ts'
import { libraryActions } from './library-actions.ts'
import { moveFocus, NOTHING, selectAll, selectOne, selectTo, toggleOne } from './selection.ts'
import { TrackRow } from './TrackRow.tsx'
import styles from './TrackTable.module.css'
import { restoreTracks, toggleFavourite, trashTracks } from './track-deeds.ts'
import type { TrackListStore } from './track-list-store.ts'
import { trackMenu } from './track-menu.tsx'
import { playTrack } from './track-source.ts'

const ROW_PX = 52

export type TrackTableProps = {
  readonly list: TrackListStore
  readonly label: string
  readonly empty: ReactNode
  /** false: the order is the album's own */
  readonly isSortable?: boolean
  readonly moreMenu?: (tracks: readonly Track[]) => readonly MenuItem[]
  /** Delete does this instead of moving to the trash (taking off an album) */
  readonly onRemove?: (tracks: readonly Track[]) => void
  readonly onMove?: (track: Track, step: 1 | -1) => void
  readonly onSearch?: () => void
}

const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** A list of songs of any length: only the rows in sight exist. One tab stop; the arrows move inside. */
export const TrackTable = ({ list, label, empty, isSortable = true, moreMenu, onRemove, onMove, onSearch }: TrackTableProps) => {
  const { tracks, total, status, error, selection, sort, isDescending, shelf, nextCursor } = useStore(list.store)
  const [renamingId, setRenamingId] = useState<string>()
  const scroll = useRef<HTMLDivElement>(null)
  const now = useNow()
  const trashDays = useSettings((state) => state.settings.trashDays)
  const loadedSha = useTransport((state) => state.source?.audioSha256)
  const isTransportPlaying = useTransport((state) => state.status === 'playing')
  const order = useMemo(() => tracks.map((track) => track.id), [tracks])
  const isTrash = shelf.view === 'trash'

  const rows = useVirtualizer({ count: tracks.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 12 })
  const shown = rows.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (nextCursor !== undefined && lastShown > tracks.length - 40) void list.loadMore()
  }, [list, lastShown, tracks.length, nextCursor])

  const focusedIndex = selection.focusId ? order.indexOf(selection.focusId) : -1
  useEffect(() => {
    if (focusedIndex >= 0) rows.scrollToIndex(focusedIndex, { align: 'auto' })
  }, [focusedIndex, rows])

  // Enter plays the song that the keyboard stands on: its beginning is there before the press
  const focusedSha = tracks[focusedIndex]?.audioSha256
  useEffect(() => {
    if (focusedSha) void transport.prepare(focusedSha, 0)
  }, [focusedSha])

  const chosen = useCallback((): readonly Track[] => {
    const state = list.store.getState()
    return state.tracks.filter((track) => state.selection.ids.has(track.id))
  }, [list])

  const menuFor = useCallback(
    (given?: Track) => () => {
      const marked = chosen()
      const targets = given && !marked.includes(given) ? [given] : marked
      const more = moreMenu?.(targets)
      return trackMenu(targets, { list: list.store.getState().tracks, isTrash, onRename: (track) => setRenamingId(track.id), ...(more ? { more } : {}) })
    },
    [chosen, list, isTrash, moreMenu],
  )

  const onSelect = useCallback(
    (track: Track, event: MouseEvent) => {
      if (event.button === 1) return
      const { selection: old, tracks: present } = list.store.getState()
      const ids = present.map((one) => one.id)
      if (event.button === 2 && old.ids.has(track.id)) return
      if (event.shiftKey) list.select(selectTo(ids, old, track.id))
      else if (event.ctrlKey || event.metaKey) list.select(toggleOne(old, track.id))
      else list.select(selectOne(track.id))
      scroll.current?.focus({ preventScroll: true })
    },
    [list],
  )

  // the arrows work at once after going to the place by key
  const isShown = tracks.length > 0
  useEffect(() => {
    if (isShown && document.activeElement === document.body) scroll.current?.focus({ preventScroll: true })
  }, [isShown])

  const single = () => chosen()[0]
  useActions(libraryActions, {
    all: () => list.select(selectAll(order, selection)),
    clear: () => list.select(NOTHING),
    ...(onSearch ? { search: onSearch } : {}),
    ...(isTrash
      ? { restore: () => void restoreTracks(chosen().map((track) => track.id)), trash: () => askToDelete(chosen()) }
      : {
          edit: () => {
            const track = single()
            if (track) goTo({ place: 'editor', trackId: track.id })
          },
          favourite: () => void toggleFavourite(chosen()),
          rename: () => setRenamingId(single()?.id),
          export: () => askToExport(chosen()),
          handOff: () => {
            const track = single()
            if (track) askToHandOff(track.id, track.title)
          },
          trash: () => {
            if (onRemove) onRemove(chosen())
            else void trashTracks(chosen().map((track) => track.id))
          },
          ...(onMove ? { earlier: () => moveChosen(-1), later: () => moveChosen(1) } : {}),
        }),
  })
  const moveChosen = (step: 1 | -1) => {
    const track = single()
    if (track) onMove?.(track, step)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== scroll.current) return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1)
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, End: order.length, Home: -order.length }
    const step = steps[event.key]
    if (step !== undefined) {
      event.preventDefault()
      list.select(moveFocus(order, selection, step, event.shiftKey))
    }
    const focused = tracks[focusedIndex]
    if (event.key === 'Enter' && focused) {
      event.preventDefault()
      void playTrack(focused, tracks)
    }
  }

  if (status === 'failed' && tracks.length === 0) return <div className={styles.message}>{error?.message}</div>
  if (status === 'ready' && tracks.length === 0) return <>{empty}</>

  const onSort = (next: TrackSort) => void list.change(next === sort ? { isDescending: !isDescending } : { sort: next, isDescending: next === 'createdAt' })
  return (
    <div className={styles.table} role="grid" aria-label={label} aria-rowcount={total + 1} aria-multiselectable>
      <ColumnHeads isTrash={isTrash} sort={isSortable ? sort : undefined} isDescending={isDescending} onSort={isSortable ? onSort : undefined} />
      <ContextMenu items={menuFor()()}>
        {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: the focus stop of the grid, whose rows are named by id */}
        <div
          ref={scroll}
          className={styles.scroll}
          role="rowgroup"
          tabIndex={0}
          aria-label={label}
          aria-activedescendant={selection.focusId ? `row-${selection.focusId}` : undefined}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const first = order[0]
            const isFresh = list.store.getState().selection.focusId === undefined
            if (event.target === scroll.current && isFresh && first && scroll.current.matches(':focus-visible')) list.select(selectOne(first))
          }}
        >
          {status === 'loading' && tracks.length === 0 && <Skeletons />}
          <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
            {shown.map(({ index, start }) => {
              const track = tracks[index]
              if (!track) return null
              const isLoaded = loadedSha === track.audioSha256
              return (
                <TrackRow
                  key={track.id}
                  track={track}
                  index={index}
                  top={start}
                  now={now}
                  trashDays={isTrash ? trashDays : undefined}
                  isSelected={selection.ids.has(track.id)}
                  isFocused={selection.focusId === track.id}
                  isLoaded={isLoaded}
                  isPlaying={isLoaded && isTransportPlaying}
                  isRenaming={renamingId === track.id}
                  menuItems={menuFor(track)}
                  onPlay={() => void playTrack(track, list.store.getState().tracks)}
                  onSelect={(event) => onSelect(track, event)}
                  onRenamed={() => {
                    setRenamingId(undefined)
                    scroll.current?.focus({ preventScroll: true })
                  }}
                />
              )
            })}
          </div>
        </div>
      </ContextMenu>
    </div>
  )
}

const Skeletons = () => (
  <div aria-hidden>
    {[62, 48, 70, 55, 40, 66, 52].map((width) => (
      <div key={width} className={styles.placeholder}>
        <Skeleton width={`${width}%`} />
      </div>
    ))}
  </div>
)
