import type { TrackId } from '../../src-shared/kernel/ids.ts'

/**
 * Which rows are marked. `anchorId` is where a range begins, `focusId` where the keys are. `isAll`: everything that the list finds is marked but
 * `ids`: of a very long list nobody holds all ids.
 */
export type Selection = {
  readonly ids: ReadonlySet<TrackId>
  readonly anchorId: TrackId | undefined
  readonly focusId: TrackId | undefined
  readonly isAll?: true
}

export const isChosen = ({ ids, isAll }: Selection, id: TrackId): boolean => ids.has(id) !== (isAll === true)

/** `total`: songs of the list */
export const countChosen = ({ ids, isAll }: Selection, total: number): number => (isAll ? Math.max(0, total - ids.size) : ids.size)

export const NOTHING: Selection = { ids: new Set(), anchorId: undefined, focusId: undefined }

const between = (order: readonly TrackId[], from: TrackId | undefined, to: TrackId): TrackId[] => {
  const end = order.indexOf(to)
  const start = from === undefined ? end : order.indexOf(from)
  if (end < 0) return []
  return start < 0 ? [to] : order.slice(Math.min(start, end), Math.max(start, end) + 1)
}

export const selectOne = (id: TrackId): Selection => ({ ids: new Set([id]), anchorId: id, focusId: id })

/** Ctrl/Cmd-click: adds or takes away one row. */
export const toggleOne = ({ ids, isAll }: Selection, id: TrackId): Selection => {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchorId: id, focusId: id, ...(isAll && { isAll }) }
}

/** Shift-click: everything from the anchor to here, and nothing else. */
export const selectTo = (order: readonly TrackId[], { anchorId }: Selection, id: TrackId): Selection => ({
  ids: new Set(between(order, anchorId, id)),
  anchorId: anchorId ?? id,
  focusId: id,
})

export const selectAll = (order: readonly TrackId[], { focusId }: Selection): Selection => ({
  ids: new Set(order),
  anchorId: order[0],
  focusId: focusId ?? order[0],
})

/** Everything that the list finds, however long it is. `firstId`: of its first song, where that is known. */
export const selectEverything = ({ focusId }: Selection, firstId: TrackId | undefined): Selection => ({
  ids: new Set(),
  anchorId: firstId,
  focusId: focusId ?? firstId,
  isAll: true,
})

/** Arrow keys; `isExtending` with Shift. Stops at both ends. */
export const moveFocus = (order: readonly TrackId[], selection: Selection, step: number, isExtending: boolean): Selection => {
  const at = selection.focusId === undefined ? -1 : order.indexOf(selection.focusId)
  const target = order[at < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + step))]
  if (target === undefined) return selection
  return isExtending ? selectTo(order, selection, target) : selectOne(target)
}

/**
 * After the list has changed: what is gone is no longer selected; the focus, and with it the selection where nothing else is left of it,
 * goes to the row that took its place.
 */
export const keepPresent = (before: readonly TrackId[], after: readonly TrackId[], selection: Selection): Selection => {
  if (selection.isAll) return selection
  const present = new Set(after)
  const seen = new Set(before)
  // what was not among the rows before is not known to be gone
  const ids = new Set([...selection.ids].filter((id) => present.has(id) || !seen.has(id)))
  const isFocusThere = selection.focusId === undefined || present.has(selection.focusId) || !seen.has(selection.focusId)
  const at = selection.focusId === undefined ? -1 : before.indexOf(selection.focusId)
  const focusId = isFocusThere ? selection.focusId : after[Math.min(Math.max(0, at), after.length - 1)]
  if (!isFocusThere && ids.size === 0 && selection.ids.size > 0 && focusId !== undefined) return selectOne(focusId)
  const anchorId = selection.anchorId && present.has(selection.anchorId) ? selection.anchorId : focusId
  const isSame = ids.size === selection.ids.size && anchorId === selection.anchorId && focusId === selection.focusId
  return isSame ? selection : { ids, anchorId, focusId }
}
