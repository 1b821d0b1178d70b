// @vitest-environment node
import { expect, test, vi } from 'vitest'
import type { StudioClient } from '../../src-shared/ipc/studio-contract.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { provideStudio } from '../bridge/studio-client.ts'
import { PAGE, songAt } from './pages.ts'
import { createTrackListStore } from './track-list-store.ts'

test('of a list that is thrown past, only what it comes to rest at is fetched', async () => {
  const asked: number[] = []
  const answers: (() => void)[] = []
  const list = ({ offset = 0, limit = PAGE }: { offset?: number; limit?: number }) => {
    asked.push(offset / PAGE)
    const tracks = Array.from({ length: limit }, (_, i) => ({ id: `trk_${offset + i}` }) as unknown as Track)
    return new Promise((resolve) => answers.push(() => resolve(ok({ tracks, total: 100_000, nextCursor: undefined }))))
  }
  const answerAll = async () => {
    for (const answer of answers.splice(0)) answer()
    await Promise.resolve()
  }
  provideStudio({ library: { list } } as unknown as StudioClient)
  const { store, reload, show } = createTrackListStore()
  store.subscribe(({ pages }, before) => pages !== before.pages && show(place, place + 20))
  let place = 0
  const ready = reload()
  await answerAll()
  await ready
  for (place = 5_000; place < 50_000; place += 1_000) show(place, place + 20)
  place -= 1_000
  expect(asked).toHaveLength(3)
  await vi.waitFor(async () => {
    await answerAll()
    expect(songAt(store.getState().pages, place)?.id).toBe(`trk_${place}`)
  })
  await vi.waitFor(async () => {
    await answerAll()
    const rest = Math.floor(place / PAGE)
    expect(new Set(asked)).toEqual(new Set([0, 100, 120, rest - 1, rest, rest + 1]))
  })
})
