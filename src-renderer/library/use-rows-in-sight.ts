import { type RefCallback, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Elements cannot be much higher than 33 million pixels; beyond this a pixel of scrolling is more than a pixel of the list. */
const MOST_PX = 15_000_000
/** Rows exist this far above and below what is seen. */
const OVERSCAN_PX = 416
/** In a compressed list rows lie near one that is moved along: so many rows, so that their places stay small numbers and seldom change. */
const STRETCH = 4_096

export type RowsInSight = {
  /** height of what is scrolled */
  readonly heightPx: number
  /** rows that should exist, `last` included */
  readonly first: number
  readonly last: number
  /** height of what is seen of it */
  readonly viewPx: number
  /** goes around the rows, inside what is scrolled */
  readonly layer: RefCallback<HTMLElement>
  /** where a row lies in the layer */
  readonly topOf: (row: number) => number
  /** scrolls no farther than it must */
  readonly reveal: (row: number) => void
  readonly toTop: () => void
  /** the layer is moved along while it is scrolled */
  readonly isCompressed: boolean
}

/**
 * Which rows of a long list of equal rows are in sight. A list of any length scrolls from its first row to its last; above 15 million pixels
 * the scale is compressed, and rows are placed by what is in sight.
 */
export const useRowsInSight = (scroller: RefObject<HTMLElement | null>, count: number, rowPx: number): RowsInSight => {
  const [view, setView] = useState({ first: 0, last: 30, viewPx: 600 })
  const moved = useRef<HTMLElement>(null)
  const layer = useCallback((element: HTMLElement | null) => {
    moved.current = element
  }, [])
  const overscan = Math.max(2, Math.ceil(OVERSCAN_PX / rowPx))
  const fullPx = count * rowPx
  const heightPx = Math.min(fullPx, MOST_PX)
  const isCompressed = fullPx > MOST_PX

  const base = isCompressed ? Math.floor(view.first / STRETCH) * STRETCH : 0
  const shown = useRef(base)

  /** as last read: to read it while rows are being changed would make the browser lay them out at once */
  const scrolled = useRef<{ viewPx: number; scrollTop: number }>(undefined)
  const look = useCallback(() => {
    if (!scrolled.current) return
    const { viewPx, scrollTop } = scrolled.current
    const room = Math.max(1, heightPx - viewPx)
    const topPx = isCompressed ? (scrollTop / room) * (fullPx - viewPx) : scrollTop
    if (moved.current) moved.current.style.transform = isCompressed ? `translateY(${scrollTop + shown.current * rowPx - topPx}px)` : ''
    const seen = { first: Math.max(0, Math.floor(topPx / rowPx)), last: Math.min(count - 1, Math.ceil((topPx + viewPx) / rowPx)) }
    setView((old) => {
      // rows lie still in their layer, and only which of them exist changes: in steps, so that few frames have work to do
      const isCovered = old.viewPx === viewPx && seen.first >= old.first && seen.last <= old.last
      const isWasteful = old.last - old.first > seen.last - seen.first + 4 * overscan
      if (isCovered && !isWasteful) return old
      return { first: Math.max(0, seen.first - overscan), last: seen.last + overscan, viewPx }
    })
  }, [count, rowPx, overscan, fullPx, heightPx, isCompressed])
  const measure = useCallback(() => {
    const element = scroller.current
    if (!element) return
    scrolled.current = { viewPx: element.clientHeight, scrollTop: element.scrollTop }
    look()
  }, [scroller, look])

  useLayoutEffect(() => {
    shown.current = base
    if (scrolled.current) look()
    else measure()
  }, [look, measure, base])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    element.addEventListener('scroll', measure, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      observer.disconnect()
    }
  }, [scroller, measure])

  const topOf = (row: number): number => (row - base) * rowPx
  const reveal = useCallback(
    (row: number) => {
      const element = scroller.current
      if (!element || row < 0) return
      const viewPx = element.clientHeight
      const scale = isCompressed ? (heightPx - viewPx) / (fullPx - viewPx) : 1
      const topPx = element.scrollTop / scale
      if (row * rowPx < topPx) element.scrollTop = row * rowPx * scale
      else if ((row + 1) * rowPx > topPx + viewPx) element.scrollTop = ((row + 1) * rowPx - viewPx) * scale
    },
    [scroller, rowPx, isCompressed, heightPx, fullPx],
  )
  const toTop = useCallback(() => {
    // to write it makes the browser lay the page out
    if (scroller.current && scrolled.current?.scrollTop !== 0) scroller.current.scrollTop = 0
  }, [scroller])
  return {
    heightPx,
    layer,
    isCompressed,
    toTop,
    first: Math.min(view.first, Math.max(0, count - 1)),
    last: Math.min(view.last, count - 1),
    viewPx: view.viewPx,
    topOf,
    reveal,
  }
}
