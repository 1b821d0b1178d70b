import { sql } from 'kysely'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Influence } from '../../../src-shared/knowledge/contract.ts'
import type { Queries } from '../../platform/database/index.ts'
import { Facts } from './facts.ts'

export type Memory = {
  readonly trackId: TrackId
  readonly seen: string
  readonly contentSha256: string
  readonly words: string
  readonly facts: Facts
  readonly vector: { readonly model: string; readonly numbers: Float32Array } | undefined
}

export type Waiting = { readonly trackId: TrackId; readonly seen: string; readonly title: string; readonly createdAt: number; readonly row: number }

/** a copy: blobs need not lie where floats may */
const floatsOf = (blob: Uint8Array): Float32Array => new Float32Array(Uint8Array.from(blob).buffer)
const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

/** Everything that the words about a song are made of, as its columns have it: a memory of other columns than these is old. */
const SEEN = sql<string>`(t.title || char(31) || t.prompt || char(31) || ifnull(t.style, '') || char(31) || ifnull(t.artist, '') || char(31) || ifnull(t.source_name, '')
  || char(31) || ifnull(t.tempo_bpm, '') || char(31) || ifnull(t.key_json, '') || char(31) || ifnull(t.time_signature_json, '') || char(31) || t.current_take_id
  || ifnull((SELECT char(31) || count(*) || ':' || sum(updated_at) FROM comments WHERE track_id = t.id HAVING count(*) > 0), ''))`

/** `model`: ''  where there is none */
const waits = (model: string) => sql<boolean>`(m.track_id IS NULL OR m.seen <> ${SEEN} OR (${model} <> '' AND ifnull(m.model, '') <> ${model}))`

export const memoryRepository = (db: Queries) => ({
  /** songs that are shown and not remembered as they are now, newest first; `after`: those behind this one */
  async listWaiting(model: string, limit: number, after?: Waiting): Promise<readonly Waiting[]> {
    const rest = after ? sql`AND t.created_at <= ${after.createdAt} AND (t.created_at < ${after.createdAt} OR t.row < ${after.row})` : sql``
    const { rows } = await sql<Waiting>`
      SELECT t.id AS trackId, ${SEEN} AS seen, t.title AS title, t.created_at AS createdAt, t.row AS row
      FROM tracks AS t LEFT JOIN memories AS m ON m.track_id = t.id
      WHERE t.trashed_at IS NULL ${rest} AND ${waits(model)} ORDER BY t.created_at DESC, t.row DESC LIMIT ${limit}`.execute(db)
    return rows
  },
  async count(model: string): Promise<{ readonly songs: number; readonly waiting: number }> {
    const { rows } = await sql<{ songs: number; waiting: number }>`
      SELECT count(*) AS songs, ifnull(sum(${waits(model)}), 0) AS waiting FROM tracks AS t LEFT JOIN memories AS m ON m.track_id = t.id
      WHERE t.trashed_at IS NULL`.execute(db)
    return rows[0] ?? { songs: 0, waiting: 0 }
  },
  async find(trackId: TrackId): Promise<Memory | undefined> {
    const row = await db.selectFrom('memories').selectAll().where('track_id', '=', trackId).executeTakeFirst()
    if (!row) return undefined
    const vector = row.model !== null && row.vector ? { model: row.model, numbers: floatsOf(row.vector) } : undefined
    return { trackId, seen: row.seen, contentSha256: row.content_sha256, words: row.words, facts: Facts.parse(JSON.parse(row.facts_json)), vector }
  },
  async put({ trackId, seen, contentSha256, words, facts, vector }: Memory, madeAt: number): Promise<void> {
    const row = {
      seen,
      content_sha256: contentSha256,
      words,
      facts_json: JSON.stringify(facts),
      model: vector?.model ?? null,
      vector: vector ? bytesOf(vector.numbers) : null,
      made_at: madeAt,
    }
    await db
      .insertInto('memories')
      .values({ track_id: trackId, ...row })
      .onConflict((conflict) => conflict.column('track_id').doUpdateSet(row))
      .execute()
  },
  /** the columns changed, the words did not */
  async touch(trackId: TrackId, seen: string): Promise<void> {
    await db.updateTable('memories').set({ seen }).where('track_id', '=', trackId).execute()
  },
  /** what was said about a song, in the order of its moments */
  async commentsOn(trackId: TrackId): Promise<readonly string[]> {
    const rows = await db.selectFrom('comments').select('body').where('track_id', '=', trackId).orderBy('start_seconds').orderBy('row').limit(200).execute()
    return rows.map(({ body }) => body)
  },
  async hasTrack(trackId: TrackId): Promise<boolean> {
    return (await db.selectFrom('tracks').select('id').where('id', '=', trackId).executeTakeFirst()) !== undefined
  },
  /** forgets everything; it is made again from the songs */
  async clear(): Promise<void> {
    await db.deleteFrom('memories').execute()
  },
  /** which songs a search may find, with the hash of their words; without their numbers */
  async listVectors(model: string): Promise<readonly { readonly trackId: TrackId; readonly contentSha256: string }[]> {
    const { rows } = await sql<{ trackId: TrackId; contentSha256: string }>`
      SELECT track_id AS trackId, content_sha256 AS contentSha256 FROM memories JOIN tracks ON tracks.id = track_id
      WHERE model = ${model} AND trashed_at IS NULL`.execute(db)
    return rows
  },
  async vectorsOf(
    model: string,
    trackIds: readonly TrackId[],
  ): Promise<readonly { readonly trackId: TrackId; readonly contentSha256: string; readonly vector: Float32Array }[]> {
    const { rows } = await sql<{ trackId: TrackId; contentSha256: string; vector: Uint8Array }>`
      SELECT track_id AS trackId, content_sha256 AS contentSha256, vector FROM memories
      WHERE model = ${model} AND vector IS NOT NULL AND track_id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)}))`.execute(db)
    return rows.map(({ vector, ...row }) => ({ ...row, vector: floatsOf(vector) }))
  },
  /** facts of every song that is shown, a page at a time; `after` is the last row of the page before */
  async listFacts(after: number, limit: number): Promise<readonly { readonly row: number; readonly trackId: TrackId; readonly facts: Facts }[]> {
    const { rows } = await sql<{ row: number; trackId: TrackId; factsJson: string }>`
      SELECT m.row AS row, track_id AS trackId, facts_json AS factsJson FROM memories AS m JOIN tracks AS t ON t.id = track_id
      WHERE m.row > ${after} AND t.trashed_at IS NULL ORDER BY m.row LIMIT ${limit}`.execute(db)
    return rows.map(({ row, trackId, factsJson }) => ({ row, trackId, facts: JSON.parse(factsJson) as Facts }))
  },
  /** by the words about them, best first (BM25). `match` is an FTS5 expression. */
  async searchWords(match: string, limit: number): Promise<readonly TrackId[]> {
    const { rows } = await sql<{ trackId: TrackId }>`
      SELECT m.track_id AS trackId FROM memory_search JOIN memories AS m ON m.row = memory_search.rowid JOIN tracks AS t ON t.id = m.track_id
      WHERE memory_search MATCH ${match} AND t.trashed_at IS NULL ORDER BY bm25(memory_search), m.row DESC LIMIT ${limit}`.execute(db)
    return rows.map(({ trackId }) => trackId)
  },
  async cite(trackId: TrackId, influences: readonly Influence[]): Promise<void> {
    if (influences.length === 0) return
    await db
      .insertInto('influences')
      .values(influences.map(({ trackId: influence_id, title, why }, position) => ({ track_id: trackId, position, influence_id, title, why })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },
  async influencesOf(trackId: TrackId): Promise<readonly Influence[]> {
    const rows = await db.selectFrom('influences').selectAll().where('track_id', '=', trackId).orderBy('position').execute()
    return rows.map(({ influence_id, title, why }) => ({ trackId: influence_id, title, why }))
  },
})
export type MemoryRepository = ReturnType<typeof memoryRepository>
