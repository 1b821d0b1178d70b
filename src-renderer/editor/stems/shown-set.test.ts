import { expect, test } from 'vitest'
import { PLAIN_STEM_MIX, type ProjectDocument } from '../../../src-shared/project/document.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { attachedSets, mixesUnder, olderSets, placeUnder, removedSets, shownSetOf } from './shown-set.ts'

const setOf = (id: string, takeId: string, names: readonly string[], more: Partial<StemSet> = {}): StemSet =>
  ({ id, takeId, method: 'score', makerId: 'score', stems: names.map((name, position) => ({ name, position, role: 'stem' })), ...more }) as unknown as StemSet
const viewOf = (currentTakeId: string, stems: Record<string, unknown>) => ({ document: { currentTakeId, stems } as unknown as ProjectDocument })

const muted = { ...PLAIN_STEM_MIX, isMuted: true }
const first = setOf('first', 'a', ['Drums', 'Bass', 'Guitar', 'Guitar'])
const follower = setOf('second', 'b', ['Drums', 'Flute', 'Bass', 'Guitar', 'Guitar'], { follows: first.id })
const heard = setOf('heard', 'a', ['Drums', 'Vocals'], { method: 'model', makerId: 'htdemucs' })

test('stems that follow have the place and the mix of the older ones, by name', () => {
  const view = viewOf('b', { first: { 1: muted, 3: { ...PLAIN_STEM_MIX, pan: 0.5 } } })
  const sets = [first, follower]
  expect(shownSetOf(view, sets, undefined)).toBe(follower)
  expect(placeUnder(view, follower)).toBe('first')
  expect(mixesUnder(view, follower, sets)).toEqual({ 2: muted, 4: { ...PLAIN_STEM_MIX, pan: 0.5 } })
  expect(olderSets(view, sets)).toEqual([])
  expect(removedSets(viewOf('b', {}), sets)).toEqual([follower])
})

test('stems of an older take are named as such, the newest of each maker, until they are made anew; the older take still has its own', () => {
  const earlier = setOf('earlier', 'z', ['Drums'])
  const sets = [earlier, first, heard]
  const under = { earlier: {}, first: {}, heard: { 1: muted } }
  expect(attachedSets(viewOf('b', under), sets)).toEqual([])
  expect(olderSets(viewOf('b', under), sets)).toEqual([first, heard])
  expect(olderSets(viewOf('b', under), [...sets, follower])).toEqual([heard])
  expect(olderSets(viewOf('a', under), sets)).toEqual([])
  expect(mixesUnder(viewOf('a', under), heard, sets)).toEqual({ 1: muted })
})
