import { mkdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ModelFile } from '../../../src-shared/models/catalog.ts'
import { downloadFile } from '../../platform/http/index.ts'
import { sizeOf } from '../choose-variant.ts'
import type { HubOrigin } from '../installed-model.ts'
import { gitHashOfFile, hubAddress, hubHeaders, statedHash } from '../sources/hub-source.ts'
import { hashFile, type ModelFileFacts } from '../verify-model.ts'
import { changed, type FetchParts, forget, type HubSource, noteDone, partName, reporter, TRIES_AT_BYTES, type Transfer } from './transfer.ts'

export type FindPinned = (file: ModelFile) => ModelFileFacts | undefined

type Wanted = { readonly file: ModelFile; readonly source: HubSource; readonly pinned: ModelFileFacts | undefined }

/** An answer may be this much longer than the catalogue's guess before it is taken for something else. */
const SLACK = 1.5
const SLACK_BYTES = 20e6
const COMMIT = /^[0-9a-f]{40}$/

const changedUpstream = (what: string, was: HubOrigin | undefined, now: string | undefined) =>
  new FailureError(
    failure(
      'models.changed-upstream',
      `${what} was changed at its source since it was installed${was?.commit && now ? ` (then ${was.commit.slice(0, 8)}, now ${now.slice(0, 8)})` : ''}, so it cannot be repaired from there. Nothing was changed here. To take the new one, remove the model and install it again.`,
    ),
  )

const noHash = (what: string) =>
  new FailureError(
    failure(
      'models.no-hash',
      `The hub does not say what the bytes of ${what} should be, so they cannot be checked and were not taken. Import the model from a folder instead.`,
    ),
  )

const hasCode = (cause: unknown, code: string): boolean => cause instanceof FailureError && cause.failure.code === code

/**
 * One file from the hub, checked and in its place. The hub's revision and its own hash are noted beside ours; a file that was installed before is
 * fetched at that very revision again, and no other bytes are taken for it. `from..to`: its share of the progress.
 *
 * @throws FailureError models.changed-upstream, models.no-hash, models.wrong-bytes
 */
export const fetchFromHub = async (
  parts: FetchParts,
  { context, incoming }: Transfer,
  { file, source, pinned }: Wanted,
  from: number,
  to: number,
): Promise<ModelFileFacts> => {
  const part = join(incoming.parts, partName(`${file.role}-${basename(file.path)}`))
  const what = basename(file.path)
  const { onBytes, onWait } = reporter(context, what, from, to)
  const bytes = file.bytes ?? (file.sha256 ? undefined : pinned?.bytes)
  const isOurs = pinned?.origin?.repo === source.repo && pinned.origin.file === source.file
  const before = isOurs ? pinned?.origin : undefined
  const download = (revision: string) =>
    downloadFile(
      parts.web,
      {
        url: hubAddress({ ...source, revision }, parts.env),
        headers: hubHeaders(parts.env),
        path: part,
        what,
        bytes: file.bytes,
        mostBytes: bytes ?? Math.max(sizeOf(file) * SLACK, sizeOf(file) + SLACK_BYTES),
      },
      { ...context, onBytes: (done, total) => onBytes(done, total, sizeOf(file)), onWait, ...(parts.timing && { timing: parts.timing }) },
    )
  for (let attempt = 1; ; attempt++) {
    // a mirror may not keep old revisions: then the current one may still hold the same bytes
    const got = await download(before?.commit ?? source.revision)
      .catch((cause: unknown) => (before?.commit && hasCode(cause, 'network.not-there') ? download(source.revision) : Promise.reject(cause)))
      .catch((cause: unknown) => Promise.reject(before && hasCode(cause, 'network.wrong-size') ? changedUpstream(what, before, undefined) : cause))
    context.progress(to, `checking ${what}`)
    const sha256 = await hashFile(part, context)
    const stated = statedHash(got)
    if (!file.sha256 && !stated) {
      await forget(part)
      throw noHash(what)
    }
    const isAsStated = stated === undefined || (stated.kind === 'sha256' ? sha256 === stated.hex : (await gitHashOfFile(part, got.bytes)) === stated.hex)
    const isRight = file.sha256 ? sha256 === file.sha256 : isAsStated
    const named = got.firstHeaders['x-repo-commit'] ?? ''
    const commit = COMMIT.test(named) ? named : undefined
    if (isRight && before && sha256 !== pinned?.sha256) {
      await forget(part)
      throw changedUpstream(what, before, commit)
    }
    if (isRight) {
      const home = join(incoming.files, file.path)
      await mkdir(dirname(home), { recursive: true })
      await rename(part, home)
      await forget(part)
      const origin: HubOrigin = { repo: source.repo, file: source.file, ...(commit && { commit }), ...(stated && { stated: stated.hex }) }
      const facts = { role: file.role, path: file.path, bytes: got.bytes, sha256, origin }
      await noteDone(incoming, facts)
      return facts
    }
    await forget(part)
    if (attempt >= TRIES_AT_BYTES) throw changed(what)
  }
}
