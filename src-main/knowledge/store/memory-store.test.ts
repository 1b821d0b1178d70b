import { expect, test } from 'vitest'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { VectorKeeper } from '../../../src-shared/knowledge/contract.ts'
import { createMemoryStore } from './memory-store.ts'
import type { VectorRow, VectorStore } from './vector-store.ts'

const SPACE = { model: 'm', size: 2 }
const LIBRARY = new Map([
  ['trk_a', { contentSha256: '1', vector: Float32Array.of(1, 0) }],
  ['trk_b', { contentSha256: '2', vector: Float32Array.of(0, 1) }],
])

/** A store in memory that fails when it is told to. */
const keeper = (kind: VectorKeeper) => {
  const rows = new Map<string, VectorRow>()
  let broken = 0
  const calls: string[] = []
  const guard = <T>(name: string, work: () => T): Promise<T> => {
    calls.push(name)
    if (broken > 0) {
      broken -= 1
      return Promise.reject(new Error('it does not answer'))
    }
    return Promise.resolve(work())
  }
  const store: VectorStore = {
    kind,
    name: kind,
    list: () => guard('list', () => new Map([...rows].map(([id, { contentSha256 }]) => [id, contentSha256]))),
    put: (fresh) => guard('put', () => fresh.forEach((row) => void rows.set(row.id, row))),
    remove: (ids) => guard('remove', () => ids.forEach((id) => void rows.delete(id))),
    nearest: (vector) =>
      guard('nearest', () =>
        [...rows.values()].map(({ id, vector: own }) => ({ id, similarity: (own[0] ?? 0) * (vector[0] ?? 0) })).sort((a, b) => b.similarity - a.similarity),
      ),
  }
  const breakFor = (times: number) => {
    broken = times
  }
  return { store, rows, calls, breakFor }
}

const setUp = (whyNot?: string) => {
  const chroma = keeper('chroma')
  const vec = keeper('sqlite-vec')
  let aside = 0
  const store = createMemoryStore({
    repository: {
      listVectors: async () => [...LIBRARY].map(([id, { contentSha256 }]) => ({ trackId: id as TrackId, contentSha256 })),
      vectorsOf: async (_, ids) =>
        ids.flatMap((trackId) => (LIBRARY.has(trackId) ? [{ trackId, ...(LIBRARY.get(trackId) as { contentSha256: string; vector: Float32Array }) }] : [])),
    },
    chroma: {
      whyNot: () => whyNot,
      store: () => chroma.store,
      setAside: async () => {
        aside += 1
        chroma.rows.clear()
      },
    },
    sqliteVec: () => vec.store,
    onChange: () => undefined,
  })
  return { store, chroma, vec, asides: () => aside }
}
const ask = async (store: ReturnType<typeof setUp>['store']) => (await store.nearest(SPACE, Float32Array.of(1, 0), 5)).map(({ id }) => id)

test('a store is brought in step with the library when it is opened, by the hashes of the words', async () => {
  const { store, chroma } = setUp()
  chroma.rows.set('trk_a', { id: 'trk_a', contentSha256: 'old', vector: Float32Array.of(0, 1) })
  chroma.rows.set('trk_gone', { id: 'trk_gone', contentSha256: 'x', vector: Float32Array.of(9, 9) })
  expect(await ask(store)).toEqual(['trk_a', 'trk_b'])
  expect(chroma.rows.get('trk_a')?.contentSha256).toBe('1')
  expect(store.keeper()).toMatchObject({ kind: 'chroma', why: '' })
})

test('a folder that cannot be read is put aside once; a server that fails a question is asked again', async () => {
  const { store, chroma, asides } = setUp()
  chroma.breakFor(1)
  expect(await ask(store)).toEqual(['trk_a', 'trk_b'])
  expect(asides()).toBe(1)
  chroma.breakFor(1)
  expect(await ask(store)).toEqual(['trk_a', 'trk_b'])
  expect(store.keeper().kind).toBe('chroma')
})

test('where Chroma is not, or stays broken, sqlite-vec answers and says why', async () => {
  const absent = setUp('it is not installed')
  expect(await ask(absent.store)).toEqual(['trk_a', 'trk_b'])
  expect(absent.store.keeper()).toEqual({ kind: 'sqlite-vec', name: 'sqlite-vec', why: 'it is not installed' })
  expect(absent.chroma.calls).toEqual([])
  const broken = setUp()
  broken.chroma.breakFor(Number.POSITIVE_INFINITY)
  expect(await ask(broken.store)).toEqual(['trk_a', 'trk_b'])
  expect(broken.store.keeper()).toMatchObject({ kind: 'sqlite-vec', why: 'it does not answer' })
})
