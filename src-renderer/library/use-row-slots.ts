import { useRef } from 'react'
import { type Pages, songAt } from './pages.ts'
import { assignSlots, NO_SLOTS } from './row-slots.ts'

/** For each row element that exists, the place of the list that it shows; undefined: none now. */
export const useRowSlots = (pages: Pages, first: number, last: number): readonly (number | undefined)[] => {
  const held = useRef(NO_SLOTS)
  const ids = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => songAt(pages, first + i)?.id)
  // asked for the same twice it answers the same, so rendering twice does no harm
  const next = assignSlots(held.current, first, ids)
  held.current = next
  const placeOfSlot = new Array<number | undefined>(next.count).fill(undefined)
  for (const [i, slot] of next.slots.entries()) placeOfSlot[slot] = first + i
  return placeOfSlot
}
