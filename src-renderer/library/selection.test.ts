// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import { countChosen, isChosen, keepPresent, moveFocus, NOTHING, selectAll, selectEverything, selectOne, selectTo, toggleOne } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e'].map((letter) => TrackId.parse(`trk_0000000${letter}`))
const [a, b, c, d, e] = order as [TrackId, TrackId, TrackId, TrackId, TrackId]
const marked = (selection: { ids: ReadonlySet<TrackId> }) =>
  order
    .filter((id) => selection.ids.has(id))
    .map((id) => id.at(-1))
    .join('')

describe('selection in a list', () => {
  test('everything but some songs: counted from the list, a click with Ctrl leaves one out and takes it in again, a plain click marks one', () => {
    const all = selectEverything(NOTHING, a)
    expect([countChosen(all, 1_000_000), isChosen(all, e), all.focusId]).toEqual([1_000_000, true, a])
    const some = toggleOne(toggleOne(all, b), c)
    expect([countChosen(some, 1_000_000), isChosen(some, b), isChosen(some, d)]).toEqual([999_998, false, true])
    expect(countChosen(toggleOne(some, b), 1_000_000)).toBe(999_999)
    expect(keepPresent(order, [a, b], some)).toBe(some)
    expect(countChosen(selectOne(d), 1_000_000)).toBe(1)
  })

  test('Shift marks from the anchor, forwards and backwards, and replaces the range', () => {
    const start = selectOne(c)
    expect(marked(selectTo(order, start, e))).toBe('cde')
    expect(marked(selectTo(order, selectTo(order, start, e), a))).toBe('abc')
  })

  test('Ctrl adds and takes away', () => {
    const two = toggleOne(selectOne(a), d)
    expect(marked(two)).toBe('ad')
    expect(marked(toggleOne(two, a))).toBe('d')
  })

  test('arrows stop at the ends and extend with Shift', () => {
    expect(moveFocus(order, NOTHING, 1, false).focusId).toBe(a)
    expect(moveFocus(order, NOTHING, -1, false).focusId).toBe(e)
    expect(moveFocus(order, selectOne(e), 1, false).focusId).toBe(e)
    const grown = moveFocus(order, moveFocus(order, selectOne(b), 1, true), 1, true)
    expect(marked(grown)).toBe('bcd')
    expect(marked(moveFocus(order, grown, -1, true))).toBe('bc')
  })

  test('all, and nothing in an empty list', () => {
    expect(marked(selectAll(order, NOTHING))).toBe('abcde')
    expect(moveFocus([], NOTHING, 1, false)).toEqual(NOTHING)
  })

  test('rows that leave hand selection and focus to the row in their place', () => {
    const after = [a, b, e]
    const kept = keepPresent(order, after, selectTo(order, selectOne(c), d))
    expect(marked(kept)).toBe('e')
    expect(kept.focusId).toBe(e)
    expect(keepPresent(order, [], selectOne(a)).focusId).toBeUndefined()
  })
})
