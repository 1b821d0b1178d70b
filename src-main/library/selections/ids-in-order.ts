import { setImmediate as breathe } from 'node:timers/promises'
import { sql } from 'kysely'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Queries } from '../../platform/database/index.ts'
import type { IdsQuery } from '../questions/library-questions.ts'
import { type RowSet, roomOf } from '../row-set.ts'
import { behindCursor, sortKey, writeCursor } from '../track-order.ts'
import { createPacking, type PackedIds } from './packed-ids.ts'

/** Entries of an index read at a time: some milliseconds, then whoever else asks this thread has a turn. */
const SLICE = 4_000

type Placed = { readonly row: number; readonly sort_key: string | number }

/** Rows of the songs that lie in the library along the order's index, or of the album in its own order. */
async function* inOrder(db: Queries, { view, sort, albumId, descending }: IdsQuery, found: RowSet): AsyncGenerator<readonly number[]> {
  if (sort === 'albumOrder' && albumId) {
    const placed: number[] = []
    for (let last = { position: Number.MIN_SAFE_INTEGER, id: '' }; ; ) {
      const { rows } = await sql<{ row: number; position: number; id: string }>`
        SELECT tracks.row, position, track_id AS id FROM album_tracks CROSS JOIN tracks ON tracks.id = track_id
        WHERE album_id = ${albumId} AND (position, track_id) > (${last.position}, ${last.id}) ORDER BY position, track_id LIMIT ${SLICE}`.execute(db)
      placed.push(...rows.map(({ row }) => row))
      if (rows.length < SLICE) break
      last = rows.at(-1) ?? last
      yield []
    }
    yield descending ? placed.reverse() : placed
  } else if (view === 'trash') {
    // no index orders what is in the trash: as the songs came in
    const rows = found.array()
    yield descending ? rows.reverse() : rows
  } else {
    const key = sortKey({ sort, albumId })
    const direction = descending ? 'desc' : 'asc'
    for (let cursor: string | undefined; ; ) {
      const songs = db
        .selectFrom('tracks')
        .select(['row', key.as('sort_key')])
        .where('trashed_at', 'is', null)
        .orderBy(key, direction)
        .orderBy('row', direction)
      const rows: Placed[] = await (cursor === undefined ? songs : songs.where(behindCursor(key, descending, cursor))).limit(SLICE).execute()
      yield rows.map(({ row }) => row)
      const last = rows.at(-1)
      if (!last || rows.length < SLICE) return
      cursor = writeCursor([last.sort_key, last.row])
    }
  }
}

/**
 * Ids of very many songs whose rows are known, in a list's order: two indexes are walked in slices and no song is read. A song that moves
 * meanwhile is met once; one that was missed comes last. @throws AbortError
 */
export const packInOrder = async (db: Queries, query: IdsQuery, found: RowSet, except: ReadonlySet<string>, signal?: AbortSignal): Promise<PackedIds> => {
  const next = async () => {
    await breathe()
    signal?.throwIfAborted()
  }
  const ids: (TrackId | undefined)[] = new Array(roomOf(found))
  for (let last = ''; ; ) {
    const { rows } = await sql<{ id: TrackId; row: number }>`SELECT id, row FROM tracks WHERE id > ${last} ORDER BY id LIMIT ${SLICE}`.execute(db)
    for (const { id, row } of rows) if (found.has(row) && !except.has(id)) ids[row] = id
    if (rows.length < SLICE) break
    last = rows.at(-1)?.id ?? last
    await next()
  }
  const lying = createPacking()
  for (const id of ids) if (id !== undefined) lying.add(id)
  const packing = createPacking()
  const take = (row: number) => {
    const id = ids[row]
    if (id === undefined) return
    packing.add(id)
    ids[row] = undefined
  }
  for await (const rows of inOrder(db, query, found)) {
    for (const row of rows) take(row)
    await next()
  }
  for (let row = 0; row < ids.length; row++) take(row)
  return { ...packing.end(), asTheyLie: lying.end().pieces }
}
