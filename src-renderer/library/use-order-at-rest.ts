import { type RefCallback, useCallback, useEffect, useRef } from 'react'
import type { Pages } from './pages.ts'

const REST_MILLISECONDS = 500

const placeOf = (row: Element): number => Number(row.getAttribute('data-place') ?? Number.POSITIVE_INFINITY)

/** Puts the rows of a layer into the order in which they are seen. What has the focus keeps it. */
const putInOrder = (layer: Element): void => {
  const rows = [...layer.children].sort((a, b) => placeOf(a) - placeOf(b))
  for (const [i, row] of rows.entries()) {
    const there = layer.children[i]
    if (there && there !== row) layer.moveBefore(row, there)
  }
}

/**
 * Rows that take other songs stand in the page in any order; what reads a page aloud goes through it in order. They are put right once the list has come
 * to rest: while it moves, each move of an element would be laid out anew.
 */
export const useOrderAtRest = (layer: RefCallback<HTMLElement>, pages: Pages, first: number, last: number): RefCallback<HTMLElement> => {
  const held = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever rows took other songs or places
  useEffect(() => {
    const timer = setTimeout(() => held.current && putInOrder(held.current), REST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [pages, first, last])
  return useCallback(
    (element) => {
      held.current = element
      layer(element)
    },
    [layer],
  )
}
