import Sqlite from 'better-sqlite3'
import type { TextModel } from '../embedding/text-model.ts'
import type { Facts } from '../entries/facts.ts'
import type { Wish } from '../influence/lean.ts'
import { type AskedQuery, type Evaluation, unpackVector } from './evaluation.ts'
import { type LookParts, lookEverywhere } from './look.ts'

/** What looks into the set's songs: words in an FTS5 table like the library's, meaning by the stored vectors. */
export const evaluationParts = ({ songs }: Evaluation): { readonly parts: LookParts; close(): void } => {
  const db = new Sqlite(':memory:')
  db.exec("CREATE VIRTUAL TABLE search USING fts5 (id UNINDEXED, words, tokenize = 'porter unicode61 remove_diacritics 2')")
  const insert = db.prepare('INSERT INTO search VALUES (?, ?)')
  for (const { id, words } of songs) insert.run(id, words)
  const shelf = new Map<string, Facts>(songs.map(({ id, facts }) => [id, facts]))
  const vectors = songs.map(({ id, vector }) => ({ id, vector: unpackVector(vector) }))
  const find = db.prepare<[string, number], { id: string }>('SELECT id FROM search WHERE search MATCH ? ORDER BY bm25(search) LIMIT ?')
  const size = vectors[0]?.vector.length ?? 0
  const model: TextModel = { id: 'stored', name: 'stored', size, embed: () => Promise.reject(new Error('vectors are given')) }
  const parts: LookParts = {
    repository: { searchWords: async (match: string, limit: number) => find.all(match, limit).map(({ id }) => id as never) },
    shelf: { all: async () => shelf, forget: () => undefined },
    store: {
      nearest: async (_: unknown, query: Float32Array, count: number) =>
        vectors
          .map(({ id, vector }) => ({ id, similarity: vector.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0) }))
          .sort((a, b) => b.similarity - a.similarity)
          .slice(0, count),
    },
    model: () => model,
  }
  return { parts, close: () => db.close() }
}

/** Asks every question of the set by the same code as the studio. */
export const askEvaluation = async (set: Evaluation, readWish: (prompt: string) => Wish): Promise<readonly AskedQuery[]> => {
  const { parts, close } = evaluationParts(set)
  const asked: AskedQuery[] = []
  for (const { text, vector, right } of set.queries) {
    const { rankings } = await lookEverywhere(parts, { words: text, vector: unpackVector(vector), wanted: readWish(text), sound: [] })
    asked.push({ right, rankings })
  }
  close()
  return asked
}
