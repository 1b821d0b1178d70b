import type { TrackId } from '../../src-shared/kernel/ids.ts'

/** Which row element shows which place: slot numbers are React keys, so a row stays with its song and rows that are left take other songs. */
export type RowSlots = {
  readonly first: number
  /** slot of each place from `first` on */
  readonly slots: readonly number[]
  /** songs of these places; undefined: not loaded yet */
  readonly ids: readonly (TrackId | undefined)[]
  /** slots that exist, shown or not */
  readonly count: number
}

export const NO_SLOTS: RowSlots = { first: 0, slots: [], ids: [], count: 0 }

/**
 * Gives every place from `first` on a slot. A song that was in sight keeps its own; other places keep theirs where it is free, or take any that is.
 * Never more slots than are needed at once, and none is thrown away: to fill a row costs a fraction of making one.
 */
export const assignSlots = (before: RowSlots, first: number, ids: readonly (TrackId | undefined)[]): RowSlots => {
  const slotOfSong = new Map<TrackId, number>()
  for (const [i, id] of before.ids.entries()) {
    const slot = before.slots[i]
    if (id !== undefined && slot !== undefined) slotOfSong.set(id, slot)
  }
  const isTaken = new Uint8Array(Math.max(before.count, ids.length))
  const slots = new Array<number>(ids.length).fill(-1)
  const take = (i: number, slot: number | undefined): void => {
    if (slot === undefined || slots[i] !== -1 || isTaken[slot] === 1) return
    slots[i] = slot
    isTaken[slot] = 1
  }
  for (const [i, id] of ids.entries()) if (id !== undefined) take(i, slotOfSong.get(id))
  for (let i = 0; i < ids.length; i++) take(i, before.slots[first + i - before.first])
  let free = 0
  for (let i = 0; i < ids.length; i++) {
    if (slots[i] !== -1) continue
    while (isTaken[free] === 1) free++
    take(i, free)
  }
  return { first, slots, ids, count: isTaken.length }
}
