import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { FileOfTrack, fileTags, TagField, WordsAs } from '../../../src-shared/library/file-tags.ts'
import { readFailure, readTags, type SoundTags } from '../../audio/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import type { TrackReader } from '../track-reader.ts'
import { findAlbumPlace } from './album-place-tags.ts'
import { readIntoSong } from './read-into-song.ts'
import { type ReadJob, UNKNOWN_FILE } from './read-job.ts'
import { orderOfSong } from './song-tag-order.ts'
import { type FileOrder, type LyricsOf, orderOf, type TagJob } from './tag-job.ts'
import type { TagPreview, TagWriter } from './tag-writer.ts'
import { trackFiles } from './track-files.ts'

/** For those who may say paths themselves: the command line. */
export type TagFiles = {
  read(path: string): Promise<Result<SoundTags, Failure>>
  preview(order: FileOrder): Promise<Result<TagPreview, Failure>>
  write(orders: readonly FileOrder[]): Promise<{ readonly jobId: JobId }>
  undo(paths: readonly string[]): Promise<{ readonly jobId: JobId }>
  /** what a song’s own facts would write into a file */
  orderOfSong(track: Track, words: WordsAs): Promise<Pick<FileOrder, 'change' | 'coverPath'>>
}

export type TagParts = {
  readonly database: Database
  readonly library: Pick<TrackReader, 'find'>
  readonly writer: TagWriter
  readonly covers: Pick<CoverStore, 'has' | 'pathOf'>
  readonly lyricsOf: LyricsOf
  readonly tagJob: TagJob
  readonly readJob: ReadJob
  readonly jobs: Pick<JobQueue, 'enqueue'>
}

const caught = async <T>(work: () => Promise<T>): Promise<Result<T, Failure>> => {
  try {
    return ok(await work())
  } catch (cause) {
    if (cause instanceof FailureError) return err(cause.failure)
    throw cause
  }
}

const readFile = async (path: string): Promise<SoundTags> => {
  await stat(path).catch((cause: unknown) => Promise.reject(readFailure(cause, path)))
  return readTags(path)
}

export const createTagHandlers = (parts: TagParts): { handlers: Handlers<typeof fileTags>; files: TagFiles } => {
  const { database, library, writer, covers, lyricsOf, tagJob, readJob, jobs } = parts
  const files = trackFiles(database.query)

  const titleFor = (verb: string, count: number, path: string | undefined) => `${verb} ${count === 1 && path !== undefined ? basename(path) : `${count} files`}`
  const write = async (orders: readonly FileOrder[]) => ({
    jobId: await jobs.enqueue(tagJob, { write: [...orders] }, { title: titleFor('Write tags into', orders.length, orders[0]?.path) }),
  })
  const undo = async (given: readonly { readonly path: string; readonly trackId?: TrackId | undefined }[]) => ({
    jobId: await jobs.enqueue(tagJob, { undo: [...given] }, { title: titleFor('Give back the tags of', given.length, given[0]?.path) }),
  })
  const hasWrites = async (path: string): Promise<boolean> =>
    (await database.query.selectFrom('tag_writes').select('id').where('path', '=', path).where('undone_at', 'is', null).limit(1).executeTakeFirst()) !==
    undefined

  /** each song with its file, and what `look` finds there */
  const previews = async (trackIds: readonly TrackId[], look: (track: Track, path: string) => Promise<TagPreview>): Promise<FileOfTrack[]> => {
    const found: FileOfTrack[] = []
    for (const trackId of trackIds) {
      const track = await library.find(trackId)
      if (!track) continue
      const path = await files.pathOf(trackId)
      const row: FileOfTrack = { trackId, title: track.title, differences: [], notKept: [], canUndo: false, ...(path !== undefined && { path }) }
      if (path === undefined) {
        found.push({ ...row, refusal: UNKNOWN_FILE.message })
        continue
      }
      const preview = await caught(() => look(track, path))
      found.push(
        preview.ok
          ? { ...row, differences: [...preview.value.differences], notKept: [...preview.value.notKept], canUndo: await hasWrites(path) }
          : { ...row, refusal: preview.error.message },
      )
    }
    return found
  }

  const ordersOf = async (trackIds: readonly TrackId[], words: WordsAs, fields: readonly TagField[] | undefined): Promise<FileOrder[]> => {
    const orders: FileOrder[] = []
    for (const trackId of trackIds) {
      const track = await library.find(trackId)
      const path = await files.pathOf(trackId)
      if (track && path !== undefined) orders.push(orderOfSong(track, path, covers, words, fields))
    }
    return orders
  }

  return {
    files: {
      async orderOfSong(track, words) {
        const { change, coverPath } = orderOfSong(track, '', covers, words)
        const { lyrics } = await orderOf({ trackId: track.id, change: {}, words }, lyricsOf)
        return { change: { ...change, ...(lyrics && { lyrics }) }, ...(coverPath !== undefined && { coverPath }) }
      },
      read: (path) => caught(() => readFile(path)),
      preview: (order) => caught(async () => writer.preview(order.path, await orderOf(order, lyricsOf))),
      write,
      undo: (paths) => undo(paths.map((path) => ({ path }))),
    },
    handlers: {
      preview: async ({ trackIds, words = 'plain' }) =>
        ok(await previews(trackIds, async (track, path) => writer.preview(path, await orderOf(orderOfSong(track, path, covers, words), lyricsOf)))),
      previewRead: async ({ trackIds }) =>
        ok(
          await previews(trackIds, async (track, path) => {
            const place = await findAlbumPlace(database.query, track.id)
            if (!place) return { differences: [], notKept: [] }
            const { differences } = readIntoSong(track, place, await readFile(path))
            return { differences, notKept: [] }
          }),
        ),
      write: async ({ trackIds, fields, words = 'plain' }) => ok(await write(await ordersOf(trackIds, words, fields))),
      async undo({ trackIds }) {
        const given: { path: string; trackId: TrackId }[] = []
        for (const trackId of trackIds) {
          const path = await files.pathOf(trackId)
          if (path !== undefined) given.push({ path, trackId })
        }
        return ok(await undo(given))
      },
      async read({ trackIds, fields }) {
        const title = `Read the tags of ${trackIds.length === 1 ? 'a file' : `${trackIds.length.toLocaleString('en')} files`}`
        return ok({ jobId: await jobs.enqueue(readJob, { trackIds, ...(fields && { fields }) }, { title }) })
      },
    },
  }
}
