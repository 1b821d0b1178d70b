import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react'

/** Elements cannot be much higher than 33 million pixels; beyond this a pixel of scrolling is more than a pixel of the list. */
const MOST_PX = 15_000_000
const OVERSCAN = 8

export type RowsInSight = {
  /** height of what is scrolled */
  readonly heightPx: number
  /** rows that should exist, `last` included */
  readonly first: number
  readonly last: number
  /** where a row lies in what is scrolled */
  readonly topOf: (row: number) => number
  /** scrolls no farther than it must */
  readonly reveal: (row: number) => void
}

/**
 * Which rows of a long list of equal rows are in sight. A list of any length scrolls from its first row to its last; above 15 million pixels
 * the scale is compressed, and rows are placed by what is in sight.
 */
export const useRowsInSight = (scroller: RefObject<HTMLElement | null>, count: number, rowPx: number): RowsInSight => {
  const [view, setView] = useState({ first: 0, last: 30, topPx: 0, viewPx: 600 })
  const fullPx = count * rowPx
  const heightPx = Math.min(fullPx, MOST_PX)
  const isCompressed = fullPx > MOST_PX

  const look = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const viewPx = element.clientHeight
    const room = Math.max(1, heightPx - viewPx)
    const topPx = isCompressed ? (element.scrollTop / room) * (fullPx - viewPx) : element.scrollTop
    const seen = { first: Math.max(0, Math.floor(topPx / rowPx)), last: Math.min(count - 1, Math.ceil((topPx + viewPx) / rowPx)) }
    setView((old) => {
      // where nothing is compressed rows lie still, and only which of them exist changes: in steps, so that few frames have work to do
      const isCovered = !isCompressed && old.viewPx === viewPx && seen.first >= old.first && seen.last <= old.last
      const isWasteful = old.last - old.first > seen.last - seen.first + 4 * OVERSCAN
      if (isCovered && !isWasteful) return old
      return { first: Math.max(0, seen.first - OVERSCAN), last: seen.last + OVERSCAN, topPx, viewPx }
    })
  }, [scroller, count, rowPx, fullPx, heightPx, isCompressed])

  useLayoutEffect(look, [look])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [scroller, look])

  const topOf = (row: number): number => (isCompressed ? (scroller.current?.scrollTop ?? 0) + row * rowPx - view.topPx : row * rowPx)
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
  return { heightPx, first: Math.min(view.first, Math.max(0, count - 1)), last: Math.min(view.last, count - 1), topOf, reveal }
}
