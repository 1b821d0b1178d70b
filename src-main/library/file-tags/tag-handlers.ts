import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { FileOfTrack, fileTags, TagChange, TagDifference } from '../../../src-shared/library/file-tags.ts'
import { readFailure, readTags, type SoundTags } from '../../audio/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { TrackReader } from '../track-reader.ts'
import { type FileOrder, orderOf, type TagJob } from './tag-job.ts'
import type { TagWriter } from './tag-writer.ts'

/** For those who may say paths themselves: the command line. */
export type TagFiles = {
  read(path: string): Promise<Result<SoundTags, Failure>>
  preview(order: FileOrder): Promise<Result<readonly TagDifference[], Failure>>
  write(orders: readonly FileOrder[]): Promise<{ readonly jobId: JobId }>
  undo(paths: readonly string[]): Promise<{ readonly jobId: JobId }>
  /** what a song’s own facts would write */
  changeOf(track: Track): TagChange
}

export type TagParts = {
  readonly database: Database
  readonly library: Pick<TrackReader, 'find'>
  readonly writer: TagWriter
  readonly tagJob: TagJob
  readonly jobs: Pick<JobQueue, 'enqueue'>
}

const changeOf = ({ title, artist, tempoBpm, key, rating, style }: Track): TagChange => ({
  title: title.slice(0, 200),
  ...(artist && { artist: artist.slice(0, 200) }),
  ...(style && { genre: style.slice(0, 200) }),
  ...(tempoBpm !== undefined && { bpm: Math.round(tempoBpm) }),
  ...(key && { key: `${key.tonic}${key.mode === 'minor' ? 'm' : ''}` }),
  ...(rating > 0 && { rating }),
})

const caught = async <T>(work: () => Promise<T>): Promise<Result<T, Failure>> => {
  try {
    return ok(await work())
  } catch (cause) {
    if (cause instanceof FailureError) return err(cause.failure)
    throw cause
  }
}

export const createTagHandlers = ({ database, library, writer, tagJob, jobs }: TagParts): { handlers: Handlers<typeof fileTags>; files: TagFiles } => {
  /** where a song's own file lies: watched folders know */
  const pathOf = async (trackId: TrackId): Promise<string | undefined> =>
    (await database.query.selectFrom('watched_files').select('path').where('track_id', '=', trackId).where('state', '=', 'imported').executeTakeFirst())?.path

  const titleFor = (verb: string, count: number, path: string | undefined) => `${verb} ${count === 1 && path !== undefined ? basename(path) : `${count} files`}`
  const write = async (orders: readonly FileOrder[]) => ({
    jobId: await jobs.enqueue(tagJob, { write: [...orders] }, { title: titleFor('Write tags into', orders.length, orders[0]?.path) }),
  })
  const undo = async (files: readonly { readonly path: string; readonly trackId?: TrackId | undefined }[]) => ({
    jobId: await jobs.enqueue(tagJob, { undo: [...files] }, { title: titleFor('Give back the tags of', files.length, files[0]?.path) }),
  })

  const previewOf = async (trackId: TrackId): Promise<FileOfTrack | undefined> => {
    const track = await library.find(trackId)
    if (!track) return undefined
    const { title } = track
    const path = await pathOf(trackId)
    if (path === undefined) return { trackId, title, differences: [], refusal: 'It did not come from a watched folder, so its file is not known.' }
    const differences = await caught(() => writer.preview(path, changeOf(track)))
    return differences.ok
      ? { trackId, title, path, differences: [...differences.value] }
      : { trackId, title, path, differences: [], refusal: differences.error.message }
  }

  return {
    files: {
      changeOf,
      read: (path) =>
        caught(async () => {
          await stat(path).catch((cause: unknown) => Promise.reject(readFailure(cause, path)))
          return readTags(path)
        }),
      preview: (order) => caught(async () => writer.preview(order.path, await orderOf(order))),
      write,
      undo: (paths) => undo(paths.map((path) => ({ path }))),
    },
    handlers: {
      async preview({ trackIds }) {
        const found: FileOfTrack[] = []
        for (const trackId of trackIds) {
          const preview = await previewOf(trackId)
          if (preview) found.push(preview)
        }
        return ok(found)
      },
      async write({ trackIds }) {
        const orders: FileOrder[] = []
        for (const trackId of trackIds) {
          const track = await library.find(trackId)
          const path = await pathOf(trackId)
          if (track && path !== undefined) orders.push({ path, trackId, change: changeOf(track) })
        }
        return ok(await write(orders))
      },
      async undo({ trackIds }) {
        const files: { path: string; trackId: TrackId }[] = []
        for (const trackId of trackIds) {
          const path = await pathOf(trackId)
          if (path !== undefined) files.push({ path, trackId })
        }
        return ok(await undo(files))
      },
    },
  }
}
