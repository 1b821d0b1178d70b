import { sql } from 'kysely'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Queries } from '../../platform/database/index.ts'
import type { KeptSelection } from '../selections/kept-selections.ts'
import type { TaggedSong } from './tag-groups.ts'

/** Songs looked at in one question: some milliseconds. */
const PAGE = 2_000
const ALBUMS_PAGE = 200

const COLUMNS = sql`tracks.row, tracks.id AS trackId, tracks.album, tracks.album_artist AS albumArtist, tracks.artist, tracks.disc_number AS disc,
  tracks.track_number AS number, track_files.path`
const TAGGED = sql`tracks.trashed_at IS NULL AND tracks.album IS NOT NULL AND tracks.album <> ''`
type Row = TaggedSong & { readonly row: number }

/** Songs that carry an album tag, page by page: those of a selection, or all. Songs in the trash are none. */
export async function* readTaggedSongs(db: Queries, selection: KeptSelection | undefined): AsyncGenerator<readonly TaggedSong[]> {
  if (selection) {
    for (let at = 0; at < selection.count; at += PAGE) {
      const part = JSON.stringify(selection.slice(at, at + PAGE))
      const { rows } = await sql<Row>`
        SELECT ${COLUMNS} FROM json_each(${part}) AS given CROSS JOIN tracks ON tracks.id = given.value
        LEFT JOIN track_files ON track_files.track_id = tracks.id WHERE ${TAGGED}`.execute(db)
      yield rows
    }
    return
  }
  const { rows: ends } = await sql<{ last: number }>`SELECT ifnull(max(row), 0) AS last FROM tracks`.execute(db)
  const last = ends[0]?.last ?? 0
  for (let from = 0; from < last; from += PAGE) {
    const { rows } = await sql<Row>`
      SELECT ${COLUMNS} FROM tracks LEFT JOIN track_files ON track_files.track_id = tracks.id
      WHERE tracks.row > ${from} AND tracks.row <= ${from + PAGE} AND ${TAGGED} ORDER BY tracks.row`.execute(db)
    yield rows
  }
}

export type NamedAlbum = { readonly id: AlbumId; readonly title: string; readonly tagKey: string | null }

/** Every album, oldest first, page by page. */
export async function* readNamedAlbums(db: Queries): AsyncGenerator<readonly NamedAlbum[]> {
  for (let after = ''; ; ) {
    const { rows } = await sql<NamedAlbum>`SELECT id, title, tag_key AS tagKey FROM albums WHERE id > ${after} ORDER BY id LIMIT ${PAGE}`.execute(db)
    yield rows
    const end = rows.at(-1)
    if (rows.length < PAGE || !end) return
    after = end.id
  }
}

/** The songs of these albums, in their order. */
export const readAlbumSongs = async (db: Queries, albumIds: readonly AlbumId[]): Promise<ReadonlyMap<AlbumId, readonly TrackId[]>> => {
  const songs = new Map<AlbumId, TrackId[]>(albumIds.map((id) => [id, []]))
  for (let at = 0; at < albumIds.length; at += ALBUMS_PAGE) {
    const part = JSON.stringify(albumIds.slice(at, at + ALBUMS_PAGE))
    const { rows } = await sql<{ album_id: AlbumId; track_id: TrackId }>`
      SELECT album_id, track_id FROM album_tracks WHERE album_id IN (SELECT value FROM json_each(${part})) ORDER BY album_id, position`.execute(db)
    for (const { album_id, track_id } of rows) songs.get(album_id)?.push(track_id)
  }
  return songs
}
