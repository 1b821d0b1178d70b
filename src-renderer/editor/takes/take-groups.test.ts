import { expect, test } from 'vitest'
import { TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { matchGainDb } from './loudness-match.ts'
import { isProofGood, loudnessWords, proofWords } from './proof-words.ts'
import { discardedTakesOf, openGroupsOf, takeByKey, toggleAb } from './take-groups.ts'

const id = (name: string): TakeId => TakeId.parse(`tak_${name.padEnd(8, '0')}`)
const trackId = TrackId.parse('trk_00000001')
const take = (name: string, parent: string | undefined, groupId: string, number: number, createdAt: number): Take =>
  ({ id: id(name), trackId, parentTakeId: parent ? id(parent) : undefined, groupId, number, createdAt }) as Take

const song = take('song', undefined, 'g0', 1, 0)
const takes = [song, take('a2', 'song', 'ga', 2, 11), take('a1', 'song', 'ga', 1, 10), take('b1', 'song', 'gb', 1, 20), take('c1', 'a1', 'gc', 1, 30)]

test('groups are the children of the song as it is, newest first, in the order of their numbers', () => {
  const groups = openGroupsOf({ document: { currentTakeId: song.id, discardedTakeIds: {} }, takes })
  expect(groups.map((group) => [group.groupId, group.takes.map((one) => one.number)])).toEqual([
    ['gb', [1]],
    ['ga', [1, 2]],
  ])
})

test('a discarded take leaves its group but keeps its number', () => {
  const placed = { document: { currentTakeId: song.id, discardedTakeIds: { [id('a1')]: true as const } }, takes }
  const group = openGroupsOf(placed)[1]
  expect(takeByKey(group, 1)).toBeUndefined()
  expect(takeByKey(group, 2)?.id).toBe(id('a2'))
  expect(discardedTakesOf(placed).map((one) => one.id)).toEqual([id('a1')])
})

test('after accepting, the accepted take’s own children are open', () => {
  const groups = openGroupsOf({ document: { currentTakeId: id('a1'), discardedTakeIds: {} }, takes })
  expect(groups.map((group) => group.groupId)).toEqual(['gc'])
})

test('A goes to the song and back to the take heard before', () => {
  const group = openGroupsOf({ document: { currentTakeId: song.id, discardedTakeIds: {} }, takes })[1]
  expect(toggleAb(group, id('a2'), undefined)).toBeUndefined()
  expect(toggleAb(group, undefined, id('a2'))).toBe(id('a2'))
  expect(toggleAb(group, undefined, id('b1'))).toBe(id('a1'))
  expect(toggleAb(undefined, undefined, undefined)).toBeUndefined()
})

test('the louder take is turned down to the quieter one, never up', () => {
  const loud = { loudness: { integratedLufs: -12, truePeakDbtp: -1 } }
  const quiet = { loudness: { integratedLufs: -14.5, truePeakDbtp: -1 } }
  expect(matchGainDb(loud, [quiet])).toBeCloseTo(-2.5)
  expect(matchGainDb(quiet, [loud])).toBe(0)
  expect(matchGainDb({ loudness: undefined }, [loud])).toBe(0)
  expect(matchGainDb(loud, [{ loudness: { integratedLufs: -70, truePeakDbtp: -60 } }])).toBe(-12)
})

test('the proof is one line a musician can read', () => {
  const proof = {
    outsideIdentical: true,
    comparedFrames: 100,
    crossfadeSeconds: 0.02,
    seams: [
      { atFrame: 1, loudnessStepLu: -0.3 },
      { atFrame: 9, loudnessStepLu: 0.1 },
    ],
  }
  expect(proofWords(proof)).toBe('Outside identical · seams 0.3 LU, 0.1 LU · crossfade 20 ms')
  expect(isProofGood(proof)).toBe(true)
  expect(isProofGood({ ...proof, seams: [{ atFrame: 1, loudnessStepLu: -1.4 }] })).toBe(false)
  expect(loudnessWords({ loudness: { integratedLufs: -14.12, truePeakDbtp: -1.2 } })).toBe('−14.1 LUFS · peak −1.2 dB')
})
