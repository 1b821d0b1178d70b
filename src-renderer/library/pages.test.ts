// @vitest-environment node
import { expect, test } from 'vitest'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { nearestPages, PAGE, pagesOf, placeOf, songAt, songsOf } from './pages.ts'

const song = (n: number) => ({ id: `trk_${String(n).padStart(8, '0')}` as TrackId }) as Track
const songs = (from: number, count: number) => Array.from({ length: count }, (_, i) => song(from + i))

test('songs are found by their place and places by their song, across a gap', () => {
  const pages = new Map([...pagesOf(0, songs(0, 150)), ...pagesOf(7_000 / PAGE, songs(7_000, 100))])
  expect(songAt(pages, 149)?.id).toBe(song(149).id)
  expect(songAt(pages, 150)).toBeUndefined()
  expect(songAt(pages, 7_099)?.id).toBe(song(7_099).id)
  expect(placeOf(pages, song(7_042).id)).toBe(7_042)
  expect(placeOf(pages, song(500).id)).toBe(-1)
  expect(songsOf(pages)).toHaveLength(250)
})

test('pages far from what is in sight are forgotten first', () => {
  const pages = nearestPages(new Map(Array.from({ length: 200 }, (_, page) => [page, songs(page * PAGE, 1)])), 150)
  expect(pages.size).toBe(120)
  expect(pages.has(150)).toBe(true)
  expect(pages.has(0)).toBe(false)
})
