import { expect, test } from 'vitest'
import { makeTake, ORIGINAL, regenerated, takeId } from '../project/edits/song-for-tests.ts'
import { lineageOf } from './origin.ts'
import { survivingTakes } from './surviving-takes.ts'

const BAR = 96_000
const original = makeTake({ createdAt: 1 })
const one = regenerated(takeId('one'), 1, { createdAt: 2 })
const two = regenerated(takeId('two'), 2, { createdAt: 3 })
const comp = regenerated(takeId('comp'), 1, {
  kind: 'comp',
  createdAt: 4,
  region: { startFrame: 4 * BAR, endFrame: 8 * BAR },
  pieces: [
    { startFrame: 4 * BAR, endFrame: 6 * BAR, takeId: one.id },
    { startFrame: 6 * BAR, endFrame: 8 * BAR, takeId: two.id },
  ],
})

test('a comp is made of the takes that play in it, and all of them are heard', () => {
  const lineage = lineageOf([original, one, two, comp], comp)
  expect(lineage.map(({ id }) => id)).toEqual([comp.id, two.id, one.id, ORIGINAL])
  expect(survivingTakes(lineage)).toEqual(lineage)
})

test('bars that are played anew over a comp take its sources away', () => {
  const anew = regenerated(takeId('anew'), 1, { createdAt: 5, parentTakeId: comp.id })
  expect(survivingTakes(lineageOf([original, one, two, comp, anew], anew)).map(({ id }) => id)).toEqual([anew.id, ORIGINAL])
})

test('of several regions only the bars that are new hide what was there', () => {
  const between = regenerated(takeId('between'), 1, { createdAt: 2, region: { startFrame: 9 * BAR, endFrame: 10 * BAR } })
  const pass = regenerated(takeId('pass'), 1, {
    createdAt: 3,
    parentTakeId: between.id,
    region: { startFrame: 4 * BAR, endFrame: 14 * BAR },
    regions: [
      { startFrame: 4 * BAR, endFrame: 8 * BAR },
      { startFrame: 12 * BAR, endFrame: 14 * BAR },
    ],
  })
  expect(survivingTakes(lineageOf([original, between, pass], pass)).map(({ id }) => id)).toContain(between.id)
})
