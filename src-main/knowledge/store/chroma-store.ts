import type { Collection } from 'chromadb'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ChromaAddress } from '../chroma/chroma-server.ts'
import type { VectorStore } from './vector-store.ts'

const DATABASE = 'segno'
/** rows a request: a few hundred kilobytes of JSON */
const BATCH = 500
/** HNSW: neighbours looked at while building and while searching; measured in bench/knowledge.ts */
const HNSW = { space: 'cosine', ef_construction: 100, ef_search: 100, max_neighbors: 16, sync_threshold: 10_000 } as const

/** Numbers travel as text: six digits are as good as a float's own seventeen here, and half the way. */
const shortOf = (vector: Float32Array): number[] => Array.from(vector, (value) => Math.round(value * 1e6) / 1e6)

const told = (cause: unknown): FailureError =>
  new FailureError(failure('knowledge.store-failed', `The Chroma server refused: ${cause instanceof Error ? cause.message : String(cause)}`), { cause })

/** The tenant is the key to the data: nobody who does not know its name can read or list anything (see DECISIONS.md). */
const openCollection = async ({ port, tenant }: ChromaAddress, name: string): Promise<Collection> => {
  const { AdminClient, ChromaClient } = await import('chromadb')
  const where = { host: '127.0.0.1', port, ssl: false }
  const admin = new AdminClient(where)
  const isKnown = await admin.getTenant({ name: tenant }).then(
    () => true,
    () => false,
  )
  if (!isKnown) await admin.createTenant({ name: tenant })
  await admin.getDatabase({ name: DATABASE, tenant }).catch(() => admin.createDatabase({ name: DATABASE, tenant }))
  const client = new ChromaClient({ ...where, tenant, database: DATABASE })
  return client.getOrCreateCollection({ name, configuration: { hnsw: HNSW }, embeddingFunction: null })
}

/**
 * @param address asked before each use: the server may have been started anew on another port
 * @param space   names the collection; 3 letters at least
 */
export const createChromaStore = (address: () => Promise<ChromaAddress>, version: string, space: string): VectorStore => {
  let opened: { readonly port: number; readonly collection: Promise<Collection> } | undefined
  const use = async <T>(work: (collection: Collection) => Promise<T>): Promise<T> => {
    const at = await address()
    if (opened?.port !== at.port) opened = { port: at.port, collection: openCollection(at, space) }
    try {
      return await work(await opened.collection)
    } catch (cause) {
      opened = undefined
      throw told(cause)
    }
  }
  return {
    kind: 'chroma',
    name: `Chroma${version ? ` ${version}` : ''}, a server of the studio’s own`,
    list: () =>
      use(async (collection) => {
        const found = new Map<string, string>()
        for (let offset = 0; ; offset += 2_000) {
          const page = await collection.get({ include: ['metadatas'], limit: 2_000, offset })
          page.ids.forEach((id, i) => {
            const content = page.metadatas[i]?.content
            found.set(id, typeof content === 'string' ? content : '')
          })
          if (page.ids.length < 2_000) return found
        }
      }),
    put: (rows) =>
      use(async (collection) => {
        for (let i = 0; i < rows.length; i += BATCH) {
          const batch = rows.slice(i, i + BATCH)
          await collection.upsert({
            ids: batch.map(({ id }) => id),
            embeddings: batch.map(({ vector }) => shortOf(vector)),
            metadatas: batch.map(({ contentSha256 }) => ({ content: contentSha256 })),
          })
        }
      }),
    remove: (ids) =>
      use(async (collection) => {
        for (let i = 0; i < ids.length; i += BATCH) await collection.delete({ ids: ids.slice(i, i + BATCH) })
      }),
    nearest: (vector, count) =>
      use(async (collection) => {
        const found = await collection.query({ queryEmbeddings: [shortOf(vector)], nResults: count, include: ['distances'] })
        return (found.ids[0] ?? []).map((id, i) => ({ id, similarity: 1 - (found.distances[0]?.[i] ?? 1) }))
      }),
  }
}
