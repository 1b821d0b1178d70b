import { sql } from 'kysely'
import type { Actor } from '../../../src-shared/history/contract.ts'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { IdSource } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import { TrackQuery } from '../../../src-shared/library/contract.ts'
import type { selections as contract } from '../../../src-shared/library/selections.ts'
import { type HistoryService, type Notes, songsOfAlbum } from '../../history/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import type { AudioStore } from '../../platform/files/index.ts'
import type { LibraryQuestions } from '../questions/library-questions.ts'
import { cleanTitle } from '../track-rows.ts'
import { emptyTrash } from '../trash.ts'
import type { KeptSelections } from './kept-selections.ts'

export type SelectionParts = {
  readonly questions: Pick<LibraryQuestions, 'packedIds'>
  readonly selections: KeptSelections
  readonly history: Pick<HistoryService, 'perform'>
  readonly ids: Pick<IdSource, 'album'>
  readonly now: () => number
  readonly actor?: Actor
  readonly database: Database
  readonly audio: AudioStore
  readonly events: Pick<Events, 'emit'>
}

const MOST_SONGS = 1_000_000
/** Songs noted in one transaction. */
const PART = 500
/** Songs named when very many are gone. */
const MOST_NAMED = 10_000

const forgotten = () => err(failure('edit.selection-forgotten', 'These songs were chosen a while ago. Choose them again.'))
const stopped = (cause: unknown) => {
  if (cause instanceof FailureError && cause.failure.code === 'history.stopped') return err(failure('edit.stopped', cause.failure.message))
  throw cause
}
const songs = (count: number) => (count === 1 ? 'a song' : `${count.toLocaleString('en')} songs`)

/** Songs chosen by what finds them, and what is done to all of them that no single edit does. */
export const selectionHandlers = ({
  questions,
  selections,
  history,
  ids,
  now,
  actor = 'person',
  database,
  audio,
  events,
}: SelectionParts): Handlers<typeof contract> => ({
  async openSelection({ trackIds, query, except }, signal) {
    if (!query) {
      const named = [...new Set(trackIds ?? [])]
      return ok({ selectionId: selections.keep(named), count: named.length })
    }
    const parsed = TrackQuery.omit({ cursor: true, limit: true }).safeParse(query)
    if (!parsed.success) return err(failure('edit.bad-query', 'This search cannot be read. Choose the songs again.'))
    const packed = await questions.packedIds({ query: { ...parsed.data, limit: MOST_SONGS, offset: 0 }, except }, signal)
    return ok({ selectionId: selections.keep(packed), count: packed.count })
  },

  async moveSelection({ selectionId, to }) {
    const selection = selections.find(selectionId)
    if (!selection) return forgotten()
    const patch = { trashed_at: to === 'trash' ? now() : null }
    const parts: ((notes: Notes) => Promise<unknown>)[] = []
    let changed = 0
    for (let at = 0; at < selection.count; at += PART)
      parts.push(async (notes) => {
        const when = to === 'trash' ? sql<boolean>`trashed_at IS NULL` : sql<boolean>`trashed_at IS NOT NULL`
        changed += await notes.same(selection.quickSlice(at, at + PART), patch, when)
      })
    const label = () => (to === 'trash' ? `Move ${songs(changed)} to the trash` : `Restore ${songs(changed)} from the trash`)
    try {
      const done = await history.perform({ actor, fields: ['trashed_at'] }, label, parts)
      return ok(done ? { changed, stepId: done.stepId } : { changed: 0 })
    } catch (cause) {
      return stopped(cause)
    }
  },

  async makeAlbumOfSelection({ selectionId, title: wanted }) {
    const selection = selections.find(selectionId)
    if (!selection) return forgotten()
    const [albumId, title] = [ids.album(), cleanTitle(wanted)]
    const first = selection.slice(0, PART)
    const row = { id: albumId, title, created_at: now() }
    const parts: ((notes: Notes) => Promise<unknown>)[] = [(notes) => notes.album(albumId, undefined, { row, trackIds: [...first] })]
    for (let at = PART; at < selection.count; at += PART)
      parts.push((notes) => {
        const added = [...selection.slice(at, at + PART)]
        return notes.album(albumId, { without: added }, { with: added })
      })
    try {
      const done = await history.perform({ actor }, () => `Make the album “${title}”`, parts)
      return ok({ albumId, changed: selection.count, ...(done && { stepId: done.stepId }) })
    } catch (cause) {
      return stopped(cause)
    }
  },

  async takeSelectionOff({ selectionId, albumId }) {
    const selection = selections.find(selectionId)
    if (!selection) return forgotten()
    const album = await database.query.selectFrom('albums').select('title').where('id', '=', albumId).executeTakeFirst()
    if (!album) return err(failure('album.not-found', 'This album is not there any more.'))
    const off = new Set<string>(selection.slice(0, selection.count))
    let changed = 0
    const part = async (notes: Notes) => {
      const before = await songsOfAlbum(notes.db, albumId)
      const removed = before.filter((id) => off.has(id))
      changed = removed.length
      if (changed > 0) await notes.album(albumId, { trackIds: before }, { without: removed })
    }
    try {
      const done = await history.perform({ actor }, () => `Take ${songs(changed)} off the album “${album.title}”`, [part])
      return ok({ changed, ...(done && { stepId: done.stepId }) })
    } catch (cause) {
      return stopped(cause)
    }
  },

  async deleteSelection({ selectionId }) {
    const selection = selections.find(selectionId)
    if (!selection) return forgotten()
    const { trackIds, freedBytes } = await emptyTrash(database, audio, selection)
    if (trackIds.length > 0) events.emit('library.changed', { trackIds: trackIds.slice(0, MOST_NAMED) })
    return ok({ removed: trackIds.length, freedBytes })
  },
})
