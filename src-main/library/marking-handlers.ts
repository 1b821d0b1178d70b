import { sql } from 'kysely'
import { z } from 'zod'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { MAX_TAGS, type marking } from '../../src-shared/library/marking.ts'
import { changedTags, renamedTags } from '../../src-shared/library/tags.ts'
import type { SongChange } from '../history/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import { type LibraryChanges, songsInWords } from './library-changes.ts'
import { likePattern } from './search-terms.ts'
import { readOrnament } from './stored-json.ts'

const Names = z.array(z.string())
type TagRow = { id: TrackId; title: string; tags_json: string }

const stars = (rating: number) => (rating === 1 ? '1 star' : `${rating} stars`)
const quoted = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ')

const tagged = async (tx: Tx, name: string): Promise<TagRow[]> => {
  const { rows } = await sql<TagRow>`
    SELECT id, title, tags_json FROM tracks WHERE row IN (SELECT track_row FROM track_tags WHERE name = ${name})`.execute(tx)
  return rows
}

/** Songs whose tags come out otherwise than they are. @throws FailureError tags.too-many */
const changesOf = (rows: readonly TagRow[], change: (tags: readonly string[]) => string[]): SongChange[] =>
  rows.flatMap(({ id, title, tags_json }) => {
    const after = change(readOrnament(Names, tags_json, `the tags of ${id}`) ?? [])
    if (after.length > MAX_TAGS) throw new FailureError(failure('tags.too-many', `“${title}” would have more than ${MAX_TAGS} tags. Nothing was changed.`))
    const text = JSON.stringify(after)
    return text === tags_json ? [] : [{ trackId: id, after: { tags_json: text } }]
  })

export const markingHandlers = (database: Database, changes: LibraryChanges): Handlers<typeof marking> => ({
  rate: async ({ trackIds, rating }) =>
    ok(await changes.setForSongs(trackIds, { rating }, (songs) => (rating === 0 ? `Take the stars off ${songs}` : `Rate ${songs} ${stars(rating)}`))),

  setDisliked: async ({ trackIds, isDisliked }) =>
    ok(await changes.setForSongs(trackIds, { is_disliked: isDisliked ? 1 : 0 }, (songs) => (isDisliked ? `Dislike ${songs}` : `Dislike ${songs} no longer`))),

  setMood: async ({ trackIds, mood }) =>
    ok(
      await changes.setForSongs(trackIds, { mood: mood === '' ? null : mood }, (songs) =>
        mood === '' ? `Take the mood off ${songs}` : `Call ${songs} ${mood}`,
      ),
    ),

  async changeTags({ trackIds, add, remove }) {
    let title: string | undefined
    const words = [...(add.length > 0 ? [`tag ${quoted(add)} on`] : []), ...(remove.length > 0 ? [`tag ${quoted(remove)} off`] : [])].join(', ')
    const label = (count: number) => `${words.charAt(0).toUpperCase()}${words.slice(1)} ${songsInWords(count, title)}`
    try {
      return ok(
        await changes.record(['tags_json'], label, async (notes, tx) => {
          const { rows } = await sql<TagRow>`
            SELECT id, title, tags_json FROM tracks WHERE id IN (SELECT value FROM json_each(${JSON.stringify(trackIds)}))`.execute(tx)
          title = rows[0]?.title
          return notes.each(changesOf(rows, (tags) => changedTags(tags, add, remove)))
        }),
      )
    } catch (cause) {
      if (cause instanceof FailureError && cause.failure.code === 'tags.too-many') return err(failure('tags.too-many', cause.failure.message))
      throw cause
    }
  },

  async listTags({ text, limit }) {
    const { rows } = await sql<{ name: string; count: number }>`
      SELECT name, count(*) AS count FROM track_tags
      WHERE ${text.trim() === '' ? sql`1` : sql`name LIKE ${likePattern(text.trim()).slice(1)} ESCAPE '\\'`}
      GROUP BY name ORDER BY count DESC, name LIMIT ${limit}`.execute(database.query)
    return ok(rows)
  },

  renameTag: async ({ from, to }) =>
    ok(
      await changes.record(['tags_json'], `Rename the tag “${from}” to “${to}”`, async (notes, tx) =>
        notes.each(changesOf(await tagged(tx, from), (tags) => renamedTags(tags, from, to))),
      ),
    ),

  deleteTag: async ({ name }) =>
    ok(
      await changes.record(['tags_json'], `Delete the tag “${name}”`, async (notes, tx) =>
        notes.each(changesOf(await tagged(tx, name), (tags) => changedTags(tags, [], [name]))),
      ),
    ),
})
