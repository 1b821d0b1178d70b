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
  expect(asked).toEqual([0])
  await vi.waitFor(async () => {
    await answerAll()
    expect(songAt(store.getState().pages, place)?.id).toBe(`trk_${place}`)
  })
  await vi.waitFor(async () => {
    await answerAll()
    const rest = Math.floor(place / PAGE)
    expect(new Set(asked)).toEqual(new Set([0, rest - 1, rest, rest + 1]))
  })
})

test('a letter asks for what fits on the screen; the rest of its page follows, and the same words are answered again without asking', async () => {
  const asked: string[] = []
  const list = async ({ text = '', offset = 0, limit = PAGE }: { text?: string; offset?: number; limit?: number }) => {
    asked.push(`${text} ${offset}+${limit}`)
    return ok({ tracks: Array.from({ length: limit }, (_, i) => ({ id: `trk_${text}${offset + i}` }) as unknown as Track), total: 60, nextCursor: undefined })
  }
  const nextLetters = async () => ok({ lists: [] })
  provideStudio({ library: { list, nextLetters } } as unknown as StudioClient)
  const { store, show, change } = createTrackListStore()
  show(0, 21, 14)
  const answer = change({ text: 'a' })
  expect(asked).toEqual(['a 0+14'])
  await answer
  show(0, 21, 14)
  expect(songAt(store.getState().pages, 13)?.id).toBe('trk_a13')
  await vi.waitFor(() => expect(songAt(store.getState().pages, 49)?.id).toBe('trk_a49'))
  await change({ text: '' })
  const count = asked.length
  await change({ text: 'a' })
  expect(songAt(store.getState().pages, 13)?.id).toBe('trk_a13')
  expect(asked.slice(count)).toEqual([])
})

test('a letter that was expected asks nobody and shows its songs in its own event; after a change of the library it is asked for again', async () => {
  const asked: string[] = []
  const songsOf = (text: string) => ({ tracks: [{ id: `trk_${text}` } as unknown as Track], total: 1 })
  const list = async ({ text = '' }: { text?: string }) => {
    asked.push(text)
    return ok(songsOf(text))
  }
  // told in two rounds
  const nextLetters = async ({ text = '', behind }: { text?: string; behind?: string }) => {
    const letters = behind === undefined ? ['a', 'b'] : ['i']
    const lists = letters.map((letter) => ({ text: text.toLowerCase() + letter, page: JSON.stringify(songsOf(text + letter)) }))
    return ok({ lists, ...(behind === undefined && { behind: 'b' }) })
  }
  provideStudio({ library: { list, nextLetters } } as unknown as StudioClient)
  const { store, change, reload, expectLetter } = createTrackListStore()
  const shown = () => store.getState().tracks[0]?.id
  expectLetter()
  await new Promise((resolve) => setTimeout(resolve, 60))
  void change({ text: 'A' })
  expect(shown()).toBe('trk_a')
  await new Promise((resolve) => setTimeout(resolve, 60))
  void change({ text: 'Ai' })
  expect(shown()).toBe('trk_Ai')
  void change({ text: 'Ai ' })
  expect(shown()).toBe('trk_Ai')
  expect(asked).toEqual([])
  await reload()
  await change({ text: 'A' })
  expect(asked).toEqual(['Ai ', 'A'])
})
