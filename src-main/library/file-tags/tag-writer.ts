import { createHash, randomBytes } from 'node:crypto'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { TagDifference, TagField } from '../../../src-shared/library/file-tags.ts'
import { type AudioService, openWav, readFailure, readTags } from '../../audio/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { failureOfSystemError, requireSpace } from '../../platform/files/index.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import type { TagOrder } from './apply-tags.ts'
import { copyBeside, removeStaleCopies } from './stale-copies.ts'
import { notKept, orderBack, tagDifferences } from './tag-differences.ts'

export type TagWriterParts = {
  readonly database: Database
  readonly audio: Pick<AudioService, 'decode'>
  readonly pool: Pick<ThreadPool, 'run'>
  readonly now: () => number
}
/** `notKept`: what the order says and this kind of file has no place for. */
export type TagPreview = { readonly differences: readonly TagDifference[]; readonly notKept: readonly TagField[] }

export type TagWriter = {
  /** nothing is written. @throws FailureError file.not-found, file.unreadable */
  preview(path: string, order: TagOrder): Promise<TagPreview>
  /** @throws FailureError tags.unwritable, tags.sound-changed, tags.file-changed, disk.full, disk.read-only, …: the file is as it was */
  write(path: string, order: TagOrder, workFolder: string, context: WorkContext): Promise<TagPreview>
  /** the last writing that was not undone yet. @throws FailureError tags.nothing-to-undo and what `write` throws */
  undo(path: string, workFolder: string, context: WorkContext): Promise<TagPreview>
}

type StoredOrder = Omit<TagOrder, 'cover'> & { readonly cover?: { readonly mimeType: string; readonly base64: string } | null }
const toJson = ({ cover, ...rest }: TagOrder): string =>
  JSON.stringify({ ...rest, ...(cover !== undefined && { cover: cover && { mimeType: cover.mimeType, base64: Buffer.from(cover.data).toString('base64') } }) })
const fromJson = (json: string): TagOrder => {
  const { cover, ...rest } = JSON.parse(json) as StoredOrder
  return { ...rest, ...(cover !== undefined && { cover: cover && { mimeType: cover.mimeType, data: Uint8Array.from(Buffer.from(cover.base64, 'base64')) } }) }
}

const noStars = (path: string) =>
  failure('tags.unwritable', `${basename(path)} is a kind of file that has no place for stars (WAV and AIFF have none). They stay in the library.`)

const BLOCK_FRAMES = 65_536

const syncFolder = async (folder: string): Promise<void> => {
  // Windows does not open folders
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

export const createTagWriter = ({ database, audio, pool, now }: TagWriterParts): TagWriter => {
  /** of the samples alone: a WAV may carry its tags into the decoded file */
  const soundOf = async (path: string, workFolder: string, context: WorkContext): Promise<string> => {
    const target = join(workFolder, `sound-${randomBytes(4).toString('hex')}.wav`)
    try {
      await audio.decode({ source: path, target }, { ...context, progress: () => undefined })
      const wav = await openWav(target)
      try {
        const { sampleRateHz, channelCount, encoding, lengthFrames } = wav.layout
        const hash = createHash('sha256').update(`${sampleRateHz} ${channelCount} ${encoding} ${lengthFrames}`)
        for (let at = 0; at < lengthFrames; at += BLOCK_FRAMES) hash.update(await wav.readBytes(at, Math.min(lengthFrames, at + BLOCK_FRAMES)))
        return hash.digest('hex')
      } finally {
        await wav.close()
      }
    } finally {
      await rm(target, { force: true })
    }
  }

  type Replacing = { readonly path: string; readonly order: TagOrder; readonly workFolder: string; readonly context: WorkContext; readonly isWayBack: boolean }
  const replaced = async ({ path, order, workFolder, context, isWayBack }: Replacing, beside: string): Promise<TagPreview> => {
    const facts = await stat(path).catch((cause: unknown) => Promise.reject(readFailure(cause, path)))
    const before = await readTags(path)
    const preview = { differences: tagDifferences(before, order, isWayBack), notKept: notKept(before, order) }
    const { differences } = preview
    if (differences.length === 0 && preview.notKept.length === Object.keys(order).length && preview.notKept.length > 0) throw new FailureError(noStars(path))
    if (differences.length === 0) return preview
    await requireSpace(dirname(path), facts.size + 1_000_000)
    await pool.run('applyTags', { source: path, target: beside, order }, context)
    context.progress(0.3, `comparing the sound of ${basename(path)}`)
    const [old, fresh] = [await soundOf(path, workFolder, context), await soundOf(beside, workFolder, context)]
    if (old !== fresh)
      throw new FailureError(failure('tags.sound-changed', `Writing tags would change the sound of ${basename(path)}, so it was left as it is.`))
    const kept = tagDifferences(await readTags(beside), order, isWayBack)
    if (kept.length === differences.length)
      throw new FailureError(failure('tags.unwritable', `${basename(path)} is a kind of file that keeps no ${kept[0]?.field ?? 'tags'}. It was left as it is.`))
    await chmod(beside, facts.mode)
    context.signal.throwIfAborted()
    const again = await stat(path)
    if (again.size !== facts.size || again.mtimeMs !== facts.mtimeMs)
      throw new FailureError(failure('tags.file-changed', `Another program wrote to ${basename(path)} meanwhile, so it was left alone. Try again.`))
    // first: a kill between the two leaves a way back that changes nothing
    await database.query
      .insertInto('tag_writes')
      .values({ path, at: now(), before_json: toJson(orderBack(before, order)), after_json: toJson(order), undone_at: null })
      .execute()
    await rename(beside, path)
    await syncFolder(dirname(path))
    const { size, mtimeMs, ino } = await stat(path)
    // a watched file stays the one that was imported
    await database.query.updateTable('watched_files').set({ bytes: size, changed_at: mtimeMs, inode: ino }).where('path', '=', path).execute()
    return preview
  }

  const replace = async (replacing: Replacing): Promise<TagPreview> => {
    const { path, context } = replacing
    context.progress(0, `tags of ${basename(path)}`)
    const beside = copyBeside(path)
    await removeStaleCopies(dirname(path), now())
    try {
      return await replaced(replacing, beside)
    } catch (cause) {
      throw failureOfSystemError(cause, path) ?? cause
    } finally {
      await rm(beside, { force: true })
    }
  }

  return {
    async preview(path, order) {
      await stat(path).catch((cause: unknown) => Promise.reject(readFailure(cause, path)))
      const tags = await readTags(path)
      return { differences: tagDifferences(tags, order), notKept: notKept(tags, order) }
    },
    write: (path, order, workFolder, context) => replace({ path, order, workFolder, context, isWayBack: false }),
    async undo(path, workFolder, context) {
      const row = await database.query
        .selectFrom('tag_writes')
        .selectAll()
        .where('path', '=', path)
        .where('undone_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) throw new FailureError(failure('tags.nothing-to-undo', `The studio has not written tags into ${basename(path)}, or gave them all back.`))
      const done = await replace({ path, order: fromJson(row.before_json), workFolder, context, isWayBack: true })
      // the way back is no step of its own
      await database.transaction(async (tx) => {
        await tx.deleteFrom('tag_writes').where('path', '=', path).where('id', '>', row.id).execute()
        await tx.updateTable('tag_writes').set({ undone_at: now() }).where('id', '=', row.id).execute()
      })
      return done
    },
  }
}
