import type { VectorKeeper } from '../../../src-shared/knowledge/contract.ts'

export type VectorRow = { readonly id: string; readonly contentSha256: string; readonly vector: Float32Array }
export type Near = { readonly id: string; readonly similarity: number }

/**
 * Vectors of length 1 by id, of one model. What it holds can always be made again from the library; `contentSha256` tells which rows are old.
 * @throws FailureError knowledge.store-failed
 */
export type VectorStore = {
  readonly kind: VectorKeeper
  readonly name: string
  /** id -> contentSha256 of everything it holds */
  list(): Promise<ReadonlyMap<string, string>>
  put(rows: readonly VectorRow[]): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** best first; `similarity` is the cosine */
  nearest(vector: Float32Array, count: number): Promise<readonly Near[]>
}
