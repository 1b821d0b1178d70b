import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TakeId } from '../kernel/ids.ts'
import { compPieces, compSpans, EMPTY_COMP, fadedEdges, moveCompEdge, roomOfEdge, swipeComp } from './comp-pieces.ts'
import { ORIGINAL, takeId } from './edits/song-for-tests.ts'

const LENGTH = 60
const song = { id: ORIGINAL, lengthFrames: LENGTH, sampleRateHz: 10 }
const [one, two] = [takeId('one'), takeId('two')]

const swipe = fc
  .record({ from: fc.nat(LENGTH - 1), length: fc.integer({ min: 1, max: LENGTH }), takeId: fc.constantFrom(ORIGINAL, one, two) })
  .map(({ from, length, takeId }) => ({ startFrame: from, endFrame: Math.min(LENGTH, from + length), takeId }))

describe('a comp', () => {
  test('plays at every frame what was swiped there last, in as few pieces as that takes', () => {
    fc.assert(
      fc.property(fc.array(swipe, { maxLength: 20 }), (swipes) => {
        const painted: TakeId[] = Array.from({ length: LENGTH }, () => ORIGINAL)
        let comp = EMPTY_COMP
        for (const one of swipes) {
          painted.fill(one.takeId, one.startFrame, one.endFrame)
          comp = swipeComp(comp, song, one)
        }
        const pieces = compPieces(comp, song)
        expect(pieces.flatMap((piece) => Array.from({ length: piece.endFrame - piece.startFrame }, () => piece.takeId))).toEqual(painted)
        for (const [index, piece] of pieces.slice(1).entries()) expect(piece.takeId).not.toBe(pieces[index]?.takeId)
      }),
      { seed: 20_261_127 },
    )
  })

  test('a moved edge takes its fade along and keeps its room', () => {
    const made = swipeComp(swipeComp(EMPTY_COMP, song, { startFrame: 10, endFrame: 30, takeId: one }), song, { startFrame: 30, endFrame: 40, takeId: two })
    const comp = { ...made, fades: { 30: 0.5 } }
    expect(roomOfEdge(comp, song, 30)).toEqual({ after: 10, before: 40 })
    expect(roomOfEdge(comp, song, 31)).toBeUndefined()
    const moved = moveCompEdge(comp, song, 30, 25)
    expect(compSpans(moved)).toEqual([
      { startFrame: 10, endFrame: 25, takeId: one },
      { startFrame: 25, endFrame: 40, takeId: two },
    ])
    expect(moved.fades).toEqual({ 25: 0.5 })
  })

  test('a fade is never longer than the piece that it ends in', () => {
    const comp = { ...swipeComp(EMPTY_COMP, song, { startFrame: 3, endFrame: 9, takeId: one }), fades: { 9: 2 } }
    expect(fadedEdges(comp, song, 1)).toEqual([
      { atFrame: 3, fadeFrames: 3, from: ORIGINAL, to: one },
      { atFrame: 9, fadeFrames: 6, from: one, to: ORIGINAL },
    ])
  })
})
