import { expect, test } from 'vitest'
import type { Sha256 } from '../kernel/ids.ts'
import { makeTake, ORIGINAL, regenerated, takeId } from '../project/edits/song-for-tests.ts'
import { heardKey, withHeardGrids } from './grid-of-takes.ts'
import { HEARING_VERSION, type Hearing } from './hearing.ts'

const hearing = (changes: Partial<Hearing> = {}): Hearing => ({
  version: HEARING_VERSION,
  seconds: 100,
  isSilent: false,
  tempo: { bpm: 90, lowestBpm: 90, highestBpm: 90, isSteady: true, confidence: 0.9 },
  grid: { tempoMap: [{ atTicks: 0, tempoBpm: 90 }], timeSignature: { beats: 3, unit: 4 }, firstBarSeconds: 0.5 },
  key: { key: { tonic: 'D', mode: 'minor' }, confidence: 0.7 },
  parts: [
    { label: 'A', startSeconds: 0, endSeconds: 20.5, energy: 0.4 },
    { label: 'B', startSeconds: 20.5, endSeconds: 100, energy: 0.8 },
  ],
  partsConfidence: 0.8,
  ...changes,
})
const recording = makeTake({ kind: 'imported' })
const inFront = makeTake({
  id: takeId('longer'),
  parentTakeId: ORIGINAL,
  kind: 'extend',
  lengthFrames: recording.lengthFrames + 96_000,
  region: { startFrame: 0, endFrame: 96_000 },
})
const first = <T>(items: readonly T[]): T => items[0] as T

test('what is heard gives a recording its bars and parts; nobody names a part a chorus', () => {
  const take = first(withHeardGrids([recording], hearing(), undefined))
  expect(take).toMatchObject({ tempoMap: [{ atTicks: 0, tempoBpm: 90 }], timeSignature: { beats: 3, unit: 4 }, firstBarFrame: 24_000 })
  expect(take.sections.map(({ label, role, startBar, barCount }) => [label, role, startBar, barCount])).toEqual([
    ['A', 'part', 0, 10],
    ['B', 'part', 10, 40],
  ])
})

test('a guess that is not sure gives no bars, and no parts', () => {
  const take = first(withHeardGrids([recording], hearing({ tempo: { bpm: 90, lowestBpm: 90, highestBpm: 90, isSteady: true, confidence: 0.2 } }), undefined))
  expect(take.tempoMap).toBeUndefined()
  expect(take.sections).toEqual([])
  expect(first(withHeardGrids([recording], hearing({ partsConfidence: 0.1 }), undefined)).sections).toEqual([])
})

test('a correction wins over what is heard, and other takes of the recording follow it by how far they are moved', () => {
  const correction = {
    takeId: ORIGINAL,
    grid: { tempoMap: [{ atTicks: 0, tempoBpm: 60 }], timeSignature: { beats: 4, unit: 4 as const }, firstBarFrame: 1_000 },
  }
  const takes = withHeardGrids([recording, inFront, regenerated(takeId('two'), 1, { parentTakeId: inFront.id })], hearing(), correction)
  expect(takes.map(({ firstBarFrame }) => firstBarFrame)).toEqual([1_000, 97_000, 97_000])
  expect(new Set(takes.map((take) => take.tempoMap?.[0]?.tempoBpm))).toEqual(new Set([60]))
  const onLater = withHeardGrids([recording, inFront], hearing(), { ...correction, takeId: inFront.id })
  expect(onLater.map(({ firstBarFrame }) => firstBarFrame)).toEqual([-95_000, 1_000])
})

test('a song with a score keeps its own bars, and so do takes made from it', () => {
  const written = makeTake({ scoreSha256: 'b'.repeat(64) as Sha256 })
  const child = regenerated(takeId('two'), 1)
  expect(withHeardGrids([written, child], hearing(), undefined)).toEqual([written, child])
})

test('a key counts when it is sure, or when a person said it', () => {
  expect(heardKey(hearing(), undefined)).toEqual({ tonic: 'D', mode: 'minor' })
  expect(heardKey(hearing({ key: { key: { tonic: 'D', mode: 'minor' }, confidence: 0.3 } }), undefined)).toBeUndefined()
  expect(heardKey(hearing(), { takeId: ORIGINAL, key: { tonic: 'F', mode: 'major' } })).toEqual({ tonic: 'F', mode: 'major' })
})
