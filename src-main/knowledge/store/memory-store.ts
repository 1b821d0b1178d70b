import { getLogger } from '@logtape/logtape'
import type { MemoryState } from '../../../src-shared/knowledge/contract.ts'
import type { MemoryRepository } from '../entries/memory-repository.ts'
import type { Near, VectorRow, VectorStore } from './vector-store.ts'

/** Who a vector space belongs to: a model, and how long its rows are. */
export type Space = { readonly model: string; readonly size: number }

/** The vectors of the library, kept by Chroma where it runs and by sqlite-vec where it does not: one door for both. */
export type MemoryStore = {
  keeper(): MemoryState['keeper']
  /** best first. @throws FailureError knowledge.store-failed when neither keeper can be used */
  nearest(space: Space, vector: Float32Array, count: number): Promise<readonly Near[]>
  /** new rows, which are in the library already: one that does not arrive comes with the next opening */
  put(space: Space, rows: readonly VectorRow[]): Promise<void>
  /** empties it; the next use fills it from the library */
  refill(): Promise<void>
}

export type ChromaKeeper = {
  /** undefined: it can be used; else why not */
  whyNot(): string | undefined
  store(space: string, size: number): VectorStore
  /** puts a damaged folder aside */
  setAside(): Promise<void>
}

export type MemoryStoreParts = {
  readonly repository: Pick<MemoryRepository, 'listVectors' | 'vectorsOf'>
  readonly chroma: ChromaKeeper
  readonly sqliteVec: (space: string, size: number) => VectorStore
  readonly onChange: () => void
}

const FILL_BATCH = 500
const log = getLogger(['segno', 'memory'])
const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** a table and a collection may be called this */
const spaceName = (model: string): string => `m_${model.replace(/[^a-z0-9]+/gi, '_').slice(0, 48)}`

export const createMemoryStore = ({ repository, chroma, sqliteVec, onChange }: MemoryStoreParts): MemoryStore => {
  let kept: { readonly model: string; readonly store: Promise<VectorStore> } | undefined
  let keeper: MemoryState['keeper'] = { name: '', why: '' }
  /** what became of Chroma in this run of the studio */
  let givenUp: string | undefined

  const tell = (next: MemoryState['keeper']): void => {
    const isNews = next.kind !== keeper.kind || next.why !== keeper.why
    keeper = next
    if (isNews) onChange()
  }

  /** Brings a store in step with the library: what is missing or old is put, what has left is removed. */
  const fill = async (store: VectorStore, model: string): Promise<void> => {
    const there = await store.list()
    const wanted = await repository.listVectors(model)
    const missing = wanted.filter(({ trackId, contentSha256 }) => there.get(trackId) !== contentSha256).map(({ trackId }) => trackId)
    for (let at = 0; at < missing.length; at += FILL_BATCH) {
      const rows = await repository.vectorsOf(model, missing.slice(at, at + FILL_BATCH))
      await store.put(rows.map(({ trackId, ...row }) => ({ id: trackId, ...row })))
    }
    const known = new Set<string>(wanted.map(({ trackId }) => trackId))
    const extra = [...there.keys()].filter((id) => !known.has(id))
    if (extra.length > 0) await store.remove(extra)
  }

  const openChroma = async ({ model, size }: Space): Promise<VectorStore> => {
    const store = chroma.store(spaceName(model), size)
    try {
      await fill(store, model)
    } catch (cause) {
      log.warn('Chroma’s folder is put aside and filled again', { cause })
      await chroma.setAside()
      await fill(store, model)
    }
    return store
  }

  const openSqliteVec = async ({ model, size }: Space, why: string): Promise<VectorStore> => {
    const store = sqliteVec(spaceName(model), size)
    await fill(store, model)
    tell({ kind: 'sqlite-vec', name: store.name, why })
    return store
  }

  const open = async (space: Space): Promise<VectorStore> => {
    const why = givenUp ?? chroma.whyNot()
    if (why !== undefined) return openSqliteVec(space, why)
    try {
      const store = await openChroma(space)
      tell({ kind: 'chroma', name: store.name, why: '' })
      return store
    } catch (cause) {
      givenUp = wordsOf(cause)
      log.warn('Chroma cannot be used; sqlite-vec takes its place', { cause })
      return openSqliteVec(space, givenUp)
    }
  }

  const ready = (space: Space): Promise<VectorStore> => {
    if (kept?.model !== space.model) kept = { model: space.model, store: open(space) }
    const { store } = kept
    store.catch(() => {
      if (kept?.store === store) kept = undefined
    })
    return store
  }

  /** A server that died in the middle is asked once more when it is up again; after that the other keeper answers. */
  const use = async <T>(space: Space, work: (store: VectorStore) => Promise<T>): Promise<T> => {
    const store = await ready(space)
    try {
      return await work(store)
    } catch (cause) {
      if (store.kind !== 'chroma') throw cause
      log.warn('Chroma did not answer; it is opened again', { cause })
      kept = undefined
      const again = await ready(space)
      try {
        return await work(again)
      } catch (second) {
        if (again.kind !== 'chroma') throw second
        givenUp = wordsOf(second)
        kept = undefined
        return work(await ready(space))
      }
    }
  }

  return {
    keeper: () => {
      if (keeper.kind !== undefined) return keeper
      return { name: '', why: chroma.whyNot() ?? '' }
    },
    nearest: (space, vector, count) => use(space, (store) => store.nearest(vector, count)),
    async put(space, rows) {
      await use(space, (store) => store.put(rows)).catch((cause) => log.warn('vectors wait for the next opening', { rows: rows.length, cause }))
    },
    async refill() {
      const before = await kept?.store.catch(() => undefined)
      kept = undefined
      givenUp = undefined
      if (!before) return
      if (before.kind === 'chroma') await chroma.setAside()
      else await before.remove([...(await before.list()).keys()])
    },
  }
}
