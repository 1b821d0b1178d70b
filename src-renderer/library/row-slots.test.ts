// @vitest-environment node
import { expect, test } from 'vitest'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { assignSlots, NO_SLOTS } from './row-slots.ts'

const songs = (...names: (string | undefined)[]) => names as (TrackId | undefined)[]

test('a song keeps its row when another comes in above it, is taken away above it, or the list is scrolled', () => {
  const before = assignSlots(NO_SLOTS, 0, songs('a', 'b', 'c'))
  expect(before.slots).toEqual([0, 1, 2])
  expect(assignSlots(before, 0, songs('new', 'a', 'b', 'c')).slots).toEqual([3, 0, 1, 2])
  expect(assignSlots(before, 0, songs('new', 'a', 'b')).slots).toEqual([2, 0, 1])
  expect(assignSlots(before, 0, songs('b', 'c')).slots).toEqual([1, 2])
  expect(assignSlots(before, 1, songs('b', 'c', 'd')).slots).toEqual([1, 2, 0])
})

test('places take the rows that are there, and every row only once', () => {
  const before = assignSlots(NO_SLOTS, 0, songs('a', 'b', 'c', 'd'))
  expect(assignSlots(before, 0, songs('x', 'y', 'z', 'w')).slots).toEqual([0, 1, 2, 3])
  expect(assignSlots(before, 900, songs(undefined, undefined)).slots).toEqual([0, 1])
  const few = assignSlots(before, 0, songs('c'))
  expect(few).toMatchObject({ slots: [2], count: 4 })
  const many = assignSlots(few, 0, songs('c', 'c', 'e', 'f', 'g'))
  expect(new Set(many.slots).size).toBe(5)
  expect(many.slots[0]).toBe(2)
  expect(many.count).toBe(5)
})
