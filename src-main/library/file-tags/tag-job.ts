import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { TrackId } from '../../../src-shared/kernel/ids.ts'
import { subProgress } from '../../../src-shared/kernel/progress.ts'
import { TagChange, WordsAs } from '../../../src-shared/library/file-tags.ts'
import { readFailure } from '../../audio/index.ts'
import type { EventPayload, Events } from '../../platform/events.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { TagOrder } from './apply-tags.ts'
import type { TagWriter } from './tag-writer.ts'

/** `coverPath`: a JPEG or PNG; null takes the cover away. `words`: those that the song has when its turn comes */
export const FileOrder = z.object({
  path: z.string(),
  trackId: TrackId.optional(),
  change: TagChange,
  coverPath: z.string().nullable().optional(),
  words: WordsAs.optional(),
})
export type FileOrder = z.output<typeof FileOrder>
export const TagPayload = z.union([z.object({ write: z.array(FileOrder) }), z.object({ undo: z.array(FileOrder.pick({ path: true, trackId: true })) })])
export type TagJob = JobDefinition<typeof TagPayload>

const MOST_COVER_BYTES = 10_000_000
const MOST_LYRICS_CHARACTERS = 20_000

/** The words of a song as a text; with times as far as those are known. Undefined: it has none, and what the file says stays. */
export type LyricsOf = (trackId: TrackId, as: WordsAs) => Promise<string | undefined>

/** lines that are whole */
const cutLyrics = (text: string): string =>
  text.length <= MOST_LYRICS_CHARACTERS ? text : text.slice(0, text.lastIndexOf('\n', MOST_LYRICS_CHARACTERS)).toWellFormed()

/** @throws FailureError tags.bad-cover, file.not-found */
export const orderOf = async ({ coverPath, ...order }: Omit<FileOrder, 'path'>, lyricsOf: LyricsOf): Promise<TagOrder> => {
  const lyrics = order.words && order.trackId && (await lyricsOf(order.trackId, order.words))
  const change = { ...order.change, ...(lyrics && { lyrics: cutLyrics(lyrics) }) }
  if (coverPath === undefined) return change
  if (coverPath === null) return { ...change, cover: null }
  const facts = await stat(coverPath).catch((cause: unknown) => Promise.reject(readFailure(cause, coverPath)))
  const data = facts.size <= MOST_COVER_BYTES ? await readFile(coverPath) : Buffer.alloc(0)
  const mimeType = data[0] === 0xff && data[1] === 0xd8 ? 'image/jpeg' : data[0] === 0x89 && data[1] === 0x50 ? 'image/png' : undefined
  if (!mimeType) throw new FailureError(failure('tags.bad-cover', `${basename(coverPath)} is not a JPEG or PNG of at most 10 MB. Choose another cover.`))
  return { ...change, cover: { mimeType, data } }
}

/** File after file; one that cannot be written is told, and the rest goes on. Tells `fileTags.written`. Fails when not one was written. */
export const createTagJob = ({ writer, events, lyricsOf }: { readonly writer: TagWriter; readonly events: Events; readonly lyricsOf: LyricsOf }): TagJob => ({
  kind: 'library.tags',
  payload: TagPayload,
  lane: 'io',
  // each file is whole, before or after; what was written already changes nothing the second time
  afterCrash: 'restart',
  async run(payload, context) {
    const files: EventPayload<'fileTags.written'>['files'][number][] = []
    const orders = 'write' in payload ? payload.write : payload.undo
    try {
      for (const [index, each] of orders.entries()) {
        context.signal.throwIfAborted()
        const { path, trackId } = each
        const about = { path, ...(trackId && { trackId }) }
        const progress = subProgress(context.progress, index / orders.length, (index + 1) / orders.length)
        try {
          const { differences, notKept } =
            'change' in each
              ? await writer.write(path, await orderOf(each as FileOrder, lyricsOf), context.workFolder, { ...context, progress })
              : await writer.undo(path, context.workFolder, { ...context, progress })
          files.push({ ...about, changed: differences.length, ...(notKept.length > 0 && { notKept: [...notKept] }) })
        } catch (cause) {
          context.signal.throwIfAborted()
          if (!(cause instanceof FailureError)) throw cause
          const { code, message } = cause.failure
          files.push({ ...about, changed: 0, error: { code, message } })
          if (code === 'disk.full') throw cause
        }
      }
    } finally {
      if (files.length > 0) events.emit('fileTags.written', { jobId: context.jobId, isUndo: 'undo' in payload, files })
    }
    const failed = files.find(({ error }) => error)?.error
    if (failed && files.every(({ error }) => error)) throw new FailureError(failure(failed.code, failed.message))
  },
})
