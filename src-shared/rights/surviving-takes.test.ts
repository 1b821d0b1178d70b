import { expect, test } from 'vitest'
import type { Take } from '../project/document.ts'
import { survivingTakes } from './surviving-takes.ts'

const take = (id: string, more: Partial<Take> = {}): Take => ({ id, kind: 'regenerate', lengthFrames: 1_000, ...more }) as Take
const span = (startFrame: number, endFrame: number) => ({ region: { startFrame, endFrame } })
const heard = (...lineage: Take[]) => survivingTakes(lineage).map(({ id }) => id)

test('bars that were played anew later are not heard any more', () => {
  expect(heard(take('new', span(100, 300)), take('old', span(150, 250)), take('first', { kind: 'original' }))).toEqual(['new', 'first'])
  expect(heard(take('new', span(100, 200)), take('old', span(150, 250)), take('first', { kind: 'original' }))).toEqual(['new', 'old', 'first'])
})

test('two later spans together can cover an older one, and the whole song', () => {
  expect(heard(take('c', span(200, 300)), take('b', span(100, 200)), take('a', span(120, 280)), take('first', { kind: 'original' }))).toEqual([
    'c',
    'b',
    'first',
  ])
  expect(heard(take('c', span(500, 1_000)), take('b', span(0, 500)), take('first', { kind: 'imported' }))).toEqual(['c', 'b'])
})

test('a change of length, or treble laid over bars, never makes older sound disappear', () => {
  const longer = { lengthFrames: 2_000 }
  expect(heard(take('x', { kind: 'extend', ...span(1_000, 2_000), ...longer }), take('old', span(0, 1_000)), take('first', { kind: 'original' }))).toEqual([
    'x',
    'old',
  ])
  expect(heard(take('bright', { kind: 'enhance', ...span(0, 1_000) }), take('first', { kind: 'imported' }))).toEqual(['bright', 'first'])
})
