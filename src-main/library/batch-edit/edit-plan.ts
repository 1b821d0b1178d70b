import { sql } from 'kysely'
import { z } from 'zod'
import type { AlbumId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { EditOperation, SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { diffsOf, type EditableSong, editSongs, problemOf } from '../../../src-shared/library/edit-songs.ts'
import type { SongField, SongPatch } from '../../history/index.ts'
import type { Queries } from '../../platform/database/index.ts'
import { readOrnament } from '../stored-json.ts'
import { titleKey } from '../track-rows.ts'
import { replaceTitles } from './replace-titles.ts'

/** Songs read and computed at a time. */
export const PART = 1_000

const Names = z.array(z.string())
const FIELDS: { readonly [K in Exclude<EditOperation['kind'], 'album'>]: readonly SongField[] } = {
  title: ['title', 'title_key'],
  replace: ['title', 'title_key'],
  case: ['title', 'title_key'],
  number: ['title', 'title_key'],
  artist: ['artist'],
  style: ['style'],
  mood: ['mood'],
  rating: ['rating'],
  favourite: ['is_favourite'],
  disliked: ['is_disliked'],
  tags: ['tags_json'],
}

/** The columns that these operations touch; only those are written. */
export const fieldsOf = (operations: readonly EditOperation[]): SongField[] => [
  ...new Set(operations.flatMap((operation) => (operation.kind === 'album' ? [] : FIELDS[operation.kind]))),
]

const orNull = (text: string) => (text === '' ? null : text)
const COLUMNS: { readonly [F in SongField]?: (song: EditableSong) => string | number | null } = {
  title: (song) => song.title,
  title_key: (song) => titleKey(song.title),
  artist: (song) => orNull(song.artist),
  style: (song) => orNull(song.style),
  mood: (song) => orNull(song.mood),
  rating: (song) => song.rating,
  is_favourite: (song) => (song.isFavourite ? 1 : 0),
  is_disliked: (song) => (song.isDisliked ? 1 : 0),
  tags_json: (song) => JSON.stringify(song.tags),
}
export const patchOf = (song: EditableSong, fields: readonly SongField[]): SongPatch =>
  Object.fromEntries(fields.map((field) => [field, COLUMNS[field]?.(song) ?? null]))

type Row = {
  id: TrackId
  title: string
  artist: string | null
  style: string | null
  mood: string | null
  rating: number
  is_favourite: number
  is_disliked: number
  tags_json: string
}
const songOf = (row: Row): EditableSong => ({
  title: row.title,
  artist: row.artist ?? '',
  style: row.style ?? '',
  mood: row.mood ?? '',
  rating: row.rating,
  isFavourite: row.is_favourite === 1,
  isDisliked: row.is_disliked === 1,
  tags: row.tags_json === '[]' ? [] : (readOrnament(Names, row.tags_json, `the tags of ${row.id}`) ?? []),
})

const readRows = async (db: Queries, trackIds: readonly TrackId[]): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    SELECT tracks.id, title, artist, style, mood, rating, is_favourite, is_disliked, tags_json
    FROM json_each(${JSON.stringify(trackIds)}) AS given CROSS JOIN tracks ON tracks.id = given.value ORDER BY given.key`.execute(db)
  return rows
}

/** What becomes of one song. `missing`: it left the library since it was chosen. */
export type PlannedSong = {
  readonly trackId: TrackId
  readonly before: EditableSong
  readonly after: EditableSong
  readonly joinsAlbum: boolean
  readonly diff: SongDiff
}

export type Album = { readonly id: AlbumId; readonly title: string; readonly has: ReadonlySet<string> }

/** Computes a stretch of a selection from what the library says now. `position`: of its first song in the selection. @throws FailureError edit.bad-pattern */
export const planPart = async (
  db: Queries,
  trackIds: readonly TrackId[],
  position: number,
  operations: readonly EditOperation[],
  albums: readonly Album[],
): Promise<PlannedSong[]> => {
  const rows = await readRows(db, trackIds)
  const before = rows.map(songOf)
  const after = editSongs(before, operations, { position, replaced: replaceTitles })
  return rows.map(({ id }, index) => {
    const [old, fresh] = [before[index] as EditableSong, after[index] as EditableSong]
    const joined = albums.filter(({ has }) => !has.has(id))
    const diffs = [...diffsOf(old, fresh), ...joined.map(({ title }) => ({ field: 'album' as const, before: '', after: title }))]
    const problem = diffs.length > 0 ? problemOf(fresh) : undefined
    return {
      trackId: id,
      before: old,
      after: fresh,
      joinsAlbum: joined.length > 0,
      diff: { trackId: id, title: old.title, diffs, ...(problem && { problem }) },
    }
  })
}
