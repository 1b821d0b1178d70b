import { expect, test } from 'vitest'
import type { ProjectDocument } from '../../../src-shared/project/document.ts'
import { marksOf, sortMarks } from './mark-rows.ts'

test('sorted by kind: markers of one colour beside each other, then those without, then regions; each in the order of the song', () => {
  const marker = (id: string, frame: number, colour?: 'orange' | 'sky') => ({ id, name: id, frame, ...(colour && { colour }) })
  const document = {
    markers: { a: marker('a', 10, 'sky'), b: marker('b', 20), c: marker('c', 30, 'orange'), d: marker('d', 5, 'sky') },
    regions: { r: { id: 'r', name: 'r', startFrame: 0, endFrame: 9 } },
  } as unknown as ProjectDocument
  const order = (isDown: boolean) => sortMarks(marksOf(document), 'kind', isDown).map(({ id }) => String(id))
  expect(order(false)).toEqual(['c', 'd', 'a', 'b', 'r'])
  expect(order(true)).toEqual(['r', 'b', 'd', 'a', 'c'])
})
