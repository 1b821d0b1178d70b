import { sql } from 'kysely'
import type { Actor } from '../../src-shared/history/contract.ts'
import type { LibraryStepRow, Tx } from '../platform/database/index.ts'
import type { AlbumEnd } from './album-changes.ts'
import { putAside } from './forget-steps.ts'
import type { RowEnd } from './row-changes.ts'
import { noteEachSong, noteSameForSongs, type SongChange, type SongField, type SongPatch } from './song-changes.ts'
import { type Written, writeChanges } from './write-changes.ts'

/** The newest steps that are kept; see `pruneSteps` for age and size. */
const KEPT_STEPS = 1_000

/** Notes what a step changes. Each answers how many changes it noted. */
export type Notes = {
  /** the transaction that they are written in */
  readonly db: Tx
  same(trackIds: Parameters<typeof noteSameForSongs>[3], patch: SongPatch, when?: Parameters<typeof noteSameForSongs>[5]): Promise<number>
  each(changes: readonly SongChange[]): Promise<number>
  album(albumId: string, before: AlbumEnd | undefined, after: AlbumEnd | undefined): Promise<number>
  comment(commentId: string, trackId: string, before: RowEnd | undefined, after: RowEnd | undefined): Promise<number>
  search(searchId: string, before: RowEnd | undefined, after: RowEnd | undefined): Promise<number>
}

export type StepWords = { readonly actor: Actor; readonly at: number; readonly fields?: readonly SongField[] }
/** says in plain words what was done; it is told how many changes were noted */
export type StepLabel = string | ((count: number) => string)

const MAX_LABEL = 200
const clip = (text: string) => (text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL - 1).replace(/[\uD800-\uDBFF]$/, '')}…`)

/** A step of which nothing is in the library yet. `owner`: the process that goes on to prepare it. */
export const openStep = async (tx: Tx, { actor, at, fields = [] }: StepWords, label: string, owner: string | null = null): Promise<number> => {
  const { id } = await tx
    .insertInto('library_steps')
    .values({ label: clip(label), actor, at, fields_json: JSON.stringify(fields), total: 0, applied: 0, target: 0, owner })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** What a new step does to those before it: what was undone cannot be redone any more, and the oldest go. Large ones are put aside, see `forgetAside`. */
export const forgetBefore = (tx: Tx, id: number): Promise<void> =>
  putAside(tx, sql<boolean>`id <> ${id} AND ((target = 0 AND applied = 0) OR id <= ${id - KEPT_STEPS})`)

/** Notes changes of step `id`, whose first `count` are noted already. */
export const takeNotes = (tx: Tx, id: number, fields: readonly SongField[], count = 0): Notes & { count(): number } => {
  let noted = count
  const add = (more: number) => {
    noted += more
    return more
  }
  const one = async (kind: 'album' | 'comment' | 'search', subject: string, track: string | null, before: object | undefined, after: object | undefined) => {
    const ends = { before_json: before ? JSON.stringify(before) : null, after_json: after ? JSON.stringify(after) : null }
    await tx
      .insertInto('library_changes')
      .values({ step: id, n: noted, kind, subject_id: subject, track_id: track as never, ...ends })
      .execute()
    return add(1)
  }
  return {
    db: tx,
    same: async (trackIds, patch, when) => add(await noteSameForSongs(tx, id, noted, trackIds, patch, when)),
    each: async (changes) => add(await noteEachSong(tx, id, noted, fields, changes)),
    album: (albumId, before, after) => one('album', albumId, null, before, after),
    comment: (commentId, trackId, before, after) => one('comment', commentId, trackId, before, after),
    search: (searchId, before, after) => one('search', searchId, null, before, after),
    count: () => noted,
  }
}

export type StepDone = Written & { readonly stepId: number }

/**
 * One thing done to the library: notes what changes, changes it and gives it a name, in the caller's transaction. Undefined where nothing
 * changes; then there is no step.
 */
export const recordStep = async (tx: Tx, words: StepWords, label: StepLabel, note: (notes: Notes) => Promise<unknown>): Promise<StepDone | undefined> => {
  const id = await openStep(tx, words, '')
  const notes = takeNotes(tx, id, words.fields ?? [])
  await note(notes)
  const total = notes.count()
  if (total === 0) {
    await tx.deleteFrom('library_steps').where('id', '=', id).execute()
    return undefined
  }
  await forgetBefore(tx, id)
  const step: Pick<LibraryStepRow, 'label' | 'total' | 'target'> = { label: clip(typeof label === 'string' ? label : label(total)), total, target: total }
  await tx.updateTable('library_steps').set(step).where('id', '=', id).execute()
  const written = await writeChanges(tx, { id, applied: 0, fields_json: JSON.stringify(words.fields ?? []) }, total, words.at)
  return { ...written, stepId: id }
}
