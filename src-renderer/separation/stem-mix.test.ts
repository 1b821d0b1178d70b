import { expect, test } from 'vitest'
import { PLAIN_STEM_MIX } from '../../src-shared/project/document.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import { heardStems, isAudible, panGains } from './stem-mix.ts'

const set = {
  baseGainDb: 0,
  stems: ['a', 'b', 'c'].map((audioSha256, position) => ({ position, name: audioSha256, role: 'stem', audioSha256 })),
} as unknown as StemSet
const mix = (change: Partial<typeof PLAIN_STEM_MIX>) => ({ ...PLAIN_STEM_MIX, ...change })
const names = (mixes: Parameters<typeof heardStems>[1]) => heardStems(set, mixes)?.map(({ audioSha256 }) => audioSha256)

test('as in the song means the song itself', () => {
  expect(heardStems(set, {})).toBeUndefined()
  expect(heardStems(set, { 1: PLAIN_STEM_MIX })).toBeUndefined()
})

test('solo leaves the soloed, mute takes away, and mute wins', () => {
  expect(names({ 1: mix({ isMuted: true }) })).toEqual(['a', 'c'])
  expect(names({ 0: mix({ isSoloed: true }), 2: mix({ isSoloed: true }) })).toEqual(['a', 'c'])
  expect(names({ 0: mix({ isSoloed: true, isMuted: true }) })).toEqual([])
  expect(isAudible(set, { 0: mix({ isSoloed: true }) }, 1)).toBe(false)
  expect(names({ 0: mix({ gainDb: -60 }) })).toEqual(['b', 'c'])
})

test('level and place become gains of the two sides; a set that was turned down is turned up again', () => {
  const [a, b] = heardStems({ ...set, baseGainDb: 6 }, { 0: mix({ gainDb: -6 }), 1: mix({ pan: -1 }) }) ?? []
  expect([a?.left, a?.right]).toEqual([1, 1])
  expect(b?.left).toBeCloseTo(1.995, 3)
  expect(b?.right).toBeCloseTo(0, 9)
  expect(panGains(0)).toEqual({ left: 1, right: 1 })
  expect(panGains(0.5).left).toBeCloseTo(Math.SQRT1_2, 9)
})
