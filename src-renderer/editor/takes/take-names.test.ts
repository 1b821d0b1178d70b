import { expect, test } from 'vitest'
import { makeTake, regenerated, takeId } from '../../../src-shared/project/edits/song-for-tests.ts'
import { groupName, placedName, takeTitle } from './take-names.ts'

const take = (number: number) => regenerated(takeId(`n${number}`), number)

test('in a list of several places each take says its bars and its number', () => {
  expect([1, 2].map((number) => placedName(take(number)))).toEqual(['Bars 5–8, take 1', 'Bars 5–8, take 2'])
  expect(placedName(makeTake({ kind: 'extend', number: 2, region: { startFrame: 96_000, endFrame: 192_000 } }))).toBe('Longer ending, take 2')
  expect(placedName(makeTake({ kind: 'comp', region: { startFrame: 0, endFrame: 96_000 } }))).toBe('Bar 1, comp')
  expect(placedName(makeTake({ kind: 'regenerate', number: 3 }))).toBe('Take 3')
  expect(takeTitle(makeTake({ kind: 'comp', number: 2 }))).toBe('Comp 2')
})

test('clicks on the same bars are told apart by the numbers of their takes', () => {
  expect(groupName([take(1)])).toBe('Bars 5–8, take 1')
  expect(groupName([take(2), take(3)])).toBe('Bars 5–8, takes 2 and 3')
  expect(groupName([take(4), take(5), take(6)])).toBe('Bars 5–8, takes 4, 5 and 6')
})
