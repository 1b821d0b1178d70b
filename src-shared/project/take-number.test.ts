import { expect, test } from 'vitest'
import { takeName } from './edits/index.ts'
import { makeTake, regenerated, takeId } from './edits/song-for-tests.ts'
import { freeTakeNumber, lastTakeNumber, withOwnNumbers } from './take-number.ts'

const elsewhere = { startFrame: 0, endFrame: 96_000 }
const one = regenerated(takeId('one'), 1)
const three = regenerated(takeId('three'), 3, { groupId: 'third' })

test('a take keeps the number it was ordered with; where its bars have that one already it is counted above all of them', () => {
  expect(freeTakeNumber(regenerated(takeId('two'), 2), [makeTake(), one, three])).toBe(2)
  expect(freeTakeNumber(regenerated(takeId('again'), 1, { groupId: 'fourth' }), [makeTake(), one, three])).toBe(4)
  // other bars, and other kinds, are counted apart
  expect(freeTakeNumber(regenerated(takeId('else'), 1, { region: elsewhere }), [one, three])).toBe(1)
  expect(freeTakeNumber(makeTake({ id: takeId('comp'), kind: 'comp', region: elsewhere }), [one])).toBe(1)
  expect(lastTakeNumber([makeTake(), one, three], { kind: 'regenerate', place: 'bars 5–8' })).toBe(3)
  expect(lastTakeNumber([makeTake(), one, three], { kind: 'regenerate', place: 'bar 1' })).toBe(0)
})

test('of takes that come from elsewhere under one name the older keeps it, and all stay in their order', () => {
  const again = regenerated(takeId('again'), 1, { groupId: 'third', createdAt: 9 })
  const numbered = withOwnNumbers([again, makeTake(), one])
  expect(numbered.map(takeName)).toEqual(['take 2: bars 5–8', 'the original', 'take 1: bars 5–8'])
})

test('comps of the same bars are told apart, too', () => {
  const comp = makeTake({ id: takeId('comp'), kind: 'comp', region: { startFrame: 2 * 96_000, endFrame: 6 * 96_000 } })
  expect([takeName(comp), takeName({ ...comp, number: 2 })]).toEqual(['comp: bars 3–6', 'comp 2: bars 3–6'])
})
