import { type RefObject, useEffect } from 'react'
import { useStore } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { useTransport } from '../transport/index.ts'
import { songAt } from './pages.ts'
import { isChosen } from './selection.ts'
import type { TrackListStore } from './track-list-store.ts'
import { useOrderAtRest } from './use-order-at-rest.ts'
import { useRowSlots } from './use-row-slots.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'
import type { ListReach } from './use-track-list.ts'

/** What an element of a list or a grid shows. */
export type SongSlot = {
  /** undefined: its page is on its way */
  readonly track: Track | undefined
  /** undefined: the element is not needed now, and kept for later */
  readonly place: number | undefined
  readonly isSelected: boolean
  readonly isFocused: boolean
  /** it is what the transport holds */
  readonly isLoaded: boolean
  readonly isPlaying: boolean
  readonly isRenaming: boolean
}

type Surroundings = {
  readonly list: TrackListStore
  readonly scroll: RefObject<HTMLElement | null>
  /** told how to bring a place into sight */
  readonly reach: RefObject<ListReach>
  readonly rowPx: number
  /** songs beside each other: 1 in a list */
  readonly perRow: number
  readonly renamingId: TrackId | undefined
}

/** The songs of a long list that are in sight, each in an element that takes others when the list is scrolled or finds others. Has their pages fetched. */
export const useSongSlots = ({ list, scroll, reach, rowPx, perRow, renamingId }: Surroundings) => {
  const pages = useStore(list.store, (state) => state.pages)
  const total = useStore(list.store, (state) => state.total)
  const status = useStore(list.store, (state) => state.status)
  const selection = useStore(list.store, (state) => state.selection)
  const loadedSha = useTransport((state) => state.source?.audioSha256)
  const isTransportPlaying = useTransport((state) => state.status === 'playing')
  const rows = useRowsInSight(scroll, Math.ceil(total / perRow), rowPx)
  const { viewPx } = rows
  const first = rows.first * perRow
  const last = Math.min(total - 1, (rows.last + 1) * perRow - 1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: pages that were forgotten, or were refused, are asked for again
  useEffect(() => list.show(first, last, perRow * (Math.ceil(viewPx / rowPx) + 1)), [list, first, last, viewPx, rowPx, perRow, pages, status])
  reach.current = {
    reveal: (place) => rows.reveal(Math.floor(place / perRow)),
    toTop: rows.toTop,
    // a page of a list begins with the last row of the one before
    perPage: perRow * Math.max(1, Math.floor(viewPx / rowPx) - (perRow === 1 ? 1 : 0)),
  }
  const placeOfSlot = useRowSlots(pages, first, last)
  const layer = useOrderAtRest(rows.layer, pages, first, last)
  const slots = placeOfSlot.map((place): SongSlot => {
    const track = place === undefined ? undefined : songAt(pages, place)
    const isLoaded = track !== undefined && loadedSha === track.audioSha256
    return {
      track,
      place,
      isSelected: track !== undefined && isChosen(selection, track.id),
      isFocused: track !== undefined && selection.focusId === track.id,
      isLoaded,
      isPlaying: isLoaded && isTransportPlaying,
      isRenaming: track !== undefined && renamingId === track.id,
    }
  })
  const { heightPx, isCompressed, topOf } = rows
  return { slots, total, status, focusedRow: selection.focusId && `row-${selection.focusId}`, layer, heightPx, isCompressed, topOf }
}
