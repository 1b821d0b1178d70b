import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { TrackId } from '../../../src-shared/kernel/ids.ts'
import { READ_FIELDS, TAG_FIELDS } from '../../../src-shared/library/file-tags.ts'
import { readFailure, readTags } from '../../audio/index.ts'
import type { HistoryService, SongChange, SongField, SongPatch } from '../../history/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { EventPayload, Events } from '../../platform/events.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import { createTrackReader } from '../track-reader.ts'
import { findAlbumPlace } from './album-place-tags.ts'
import { columnsOf, readIntoSong } from './read-into-song.ts'
import { trackFiles } from './track-files.ts'

export const ReadPayload = z.object({ trackIds: z.array(TrackId), fields: z.array(z.enum(TAG_FIELDS)).default([...READ_FIELDS]) })
export type ReadJob = JobDefinition<typeof ReadPayload>
export type ReadJobParts = {
  readonly database: Database
  readonly events: Events
  readonly covers: Pick<CoverStore, 'put'>
  readonly performStep: HistoryService['perform']
}

type Told = EventPayload<'fileTags.wasRead'>
/** Songs written in one transaction. */
const PART = 2_000
/** what is as it was, for the columns that this song does not change: a step writes the same columns in all its songs */
const columnOf = (row: Readonly<Record<SongField, string | number | null>>, fields: readonly SongField[]): SongPatch =>
  Object.fromEntries(fields.map((field) => [field, row[field]]))

/**
 * Files first, one after the other; then the songs in one step of the history. A cancel before that step changes nothing. A file that cannot be read
 * is told, and the rest goes on. Fails when not one could be read.
 */
export const createReadJob = ({ database, events, covers, performStep }: ReadJobParts): ReadJob => ({
  kind: 'library.read-tags',
  payload: ReadPayload,
  lane: 'io',
  // a step that was done changes nothing the second time
  afterCrash: 'restart',
  async run({ trackIds, fields }, context) {
    const [reader, files] = [createTrackReader(database.query), trackFiles(database.query)]
    const changes = new Map<TrackId, SongPatch>()
    const errors: Told['errors'] = []
    for (const [index, trackId] of trackIds.entries()) {
      context.signal.throwIfAborted()
      const track = await reader.find(trackId)
      const place = track && (await findAlbumPlace(database.query, trackId))
      if (!place) continue
      context.progress((0.95 * index) / trackIds.length, `reading ${track.title}`)
      const path = await files.pathOf(trackId)
      try {
        if (path === undefined) throw new FailureError(UNKNOWN_FILE)
        await stat(path).catch((cause: unknown) => Promise.reject(readFailure(cause, path)))
        const { patch, cover } = readIntoSong(track, place, await readTags(path), fields)
        if (cover) await covers.put(cover.data, cover.kind)
        if (Object.keys(patch).length > 0) changes.set(trackId, patch)
      } catch (cause) {
        if (!(cause instanceof FailureError)) throw cause
        const { code, message } = cause.failure
        if (code === 'disk.full') throw cause
        errors.push({ trackId, title: track.title, code, message })
      }
    }
    context.progress(0.95, 'changing songs')
    const columns = columnsOf(fields)
    const changed = [...changes]
    const parts = Array.from(
      { length: Math.ceil(changed.length / PART) },
      (_, part) => async (notes: Parameters<Parameters<HistoryService['perform']>[2][number]>[0]) => {
        const some = changed.slice(part * PART, (part + 1) * PART)
        const rows = await notes.db
          .selectFrom('tracks')
          .selectAll()
          .where(
            'id',
            'in',
            some.map(([id]) => id),
          )
          .execute()
        const now = new Map(rows.map((row) => [row.id, row]))
        await notes.each(
          some.flatMap(([trackId, patch]): SongChange[] => {
            const row = now.get(trackId)
            return row ? [{ trackId, after: { ...columnOf(row, columns), ...patch } }] : []
          }),
        )
      },
    )
    context.signal.throwIfAborted()
    const label = (count: number) => `Read the tags of ${count === 1 ? 'a file' : `${count.toLocaleString('en')} files`}`
    const step = changed.length > 0 ? await performStep({ actor: 'person', fields: columns }, label, parts) : undefined
    events.emit('fileTags.wasRead', { jobId: context.jobId, changed: step?.trackIds.length ?? 0, ...(step && { stepId: step.stepId }), errors })
    const [first] = errors
    if (first && errors.length === trackIds.length) throw new FailureError(failure(first.code, first.message))
  },
})

export const UNKNOWN_FILE = failure(
  'tags.unknown-file',
  'The studio does not know which file it came from. Import the file once more: the song stays the same, and the studio remembers where the file lies.',
)
