import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'

/** Songs of a page of a list. */
export const PAGE = 50
/** Pages that are kept: some 6,000 songs around what is in sight. */
const KEPT = 120

/** Loaded pages by their number; every page but a list's last holds {@link PAGE} songs. */
export type Pages = ReadonlyMap<number, readonly Track[]>

export const pagesOf = (first: number, tracks: readonly Track[]): Pages => {
  const pages = new Map<number, readonly Track[]>()
  for (let at = 0; at < tracks.length; at += PAGE) pages.set(first + at / PAGE, tracks.slice(at, at + PAGE))
  return pages
}

/** A page may hold only its first songs yet: those in sight. */
export const isWhole = (pages: Pages, page: number, total: number): boolean => (pages.get(page)?.length ?? -1) >= Math.min(PAGE, total - page * PAGE)

/** Forgets the pages that are farthest from `page`. */
export const nearestPages = (pages: Pages, page: number): Pages => {
  const near = [...pages].sort(([a], [b]) => Math.abs(a - page) - Math.abs(b - page)).slice(0, KEPT)
  return new Map(near.sort(([a], [b]) => a - b))
}

export const songsOf = (pages: Pages): readonly Track[] => [...pages.entries()].sort(([a], [b]) => a - b).flatMap(([, tracks]) => tracks)

export const songAt = (pages: Pages, index: number): Track | undefined => pages.get(Math.floor(index / PAGE))?.[index % PAGE]

/** Where a loaded song stands in the whole list. */
export const placeOf = (pages: Pages, trackId: TrackId | undefined): number => {
  if (trackId !== undefined)
    for (const [page, tracks] of pages) {
      const at = tracks.findIndex(({ id }) => id === trackId)
      if (at >= 0) return page * PAGE + at
    }
  return -1
}
