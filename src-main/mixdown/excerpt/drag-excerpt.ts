import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { desktop } from '../../../src-shared/desktop/contract.ts'
import type { Call } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { Excerpt } from '../../../src-shared/mixdown/excerpt.ts'
import { fileExists } from '../publish-file.ts'
import { type ExcerptParts, type FoundExcerpt, findExcerpt, writeExcerpt } from './write-excerpt.ts'

type Codes = (typeof desktop)['startDrag'] extends Call<infer _I, infer _O, infer F> ? F : never
const CODES: readonly string[] = [
  'track.not-found',
  'export.no-score',
  'export.bad-options',
  'separation.not-found',
  'audio.missing',
  'disk.full',
  'disk.read-only',
] satisfies Codes[]
const isTold = (known: Failure): known is Failure<Codes> => CODES.includes(known.code)

/** the same excerpt of the same sound has the same folder, whenever it is dragged */
const folderOf = ({ excerpt: { span, format, stem }, audioSha256, song }: FoundExcerpt): string =>
  createHash('sha256')
    .update(JSON.stringify([audioSha256, song.take.scoreSha256, span, format, stem]))
    .digest('hex')
    .slice(0, 16)

/**
 * An excerpt as a real file in `folder`, for dragging out of the window. It stays there: some programs play what was dropped on them from
 * where it lies.
 */
export const createDragFiles =
  (folder: string, parts: ExcerptParts) =>
  async (excerpt: Excerpt): Promise<Result<{ path: string }, Failure<Codes>>> => {
    try {
      const found = await findExcerpt(parts, excerpt)
      const path = join(folder, folderOf(found), found.fileName)
      const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
      if (!(await fileExists(path))) await writeExcerpt(parts, found, path, false, context)
      return ok({ path })
    } catch (cause) {
      if (cause instanceof FailureError && isTold(cause.failure)) return err(cause.failure)
      throw cause
    }
  }
