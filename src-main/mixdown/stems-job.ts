import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError, requireSpace } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { noFolder, noStems, noTrack, requireAudio } from './mixdown-failures.ts'
import { alreadyThere, fileExists, publishFile } from './publish-file.ts'
import { safeFileName } from './safe-file-name.ts'

export type StemsParts = {
  readonly engineFor: (take: Take) => MusicEngine
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly library: Pick<TrackReader, 'find' | 'findTake' | 'findScore'>
  readonly events: Events
}

export const StemsPayload = z.object({ trackId: TrackId, folder: z.string().min(1), force: z.boolean() })
export type StemsPayload = z.output<typeof StemsPayload>
export type StemsJob = JobDefinition<typeof StemsPayload>

/** "01 Drums.wav": numbered, so that a folder shows them in the score's order. */
const stemFileName = (name: string, index: number): string => `${String(index + 1).padStart(2, '0')} ${safeFileName(name)}.wav`

/** Says no before anything is rendered. @throws FailureError export.file-exists */
const refuseOldStems = async (folder: string, names: ReadonlySet<string>): Promise<void> => {
  const there = await readdir(folder).catch(() => [])
  const old = there.find((file) => names.has(/^\d\d (.+)\.wav$/.exec(file)?.[1] ?? ''))
  if (old !== undefined) throw alreadyThere(join(folder, old))
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isDirectory() ?? false

/** @returns true when the folder was made */
const prepareFolder = async (folder: string): Promise<boolean> => {
  if (await isFolder(folder)) return false
  if (await fileExists(folder)) throw alreadyThere(folder)
  if (!(await isFolder(dirname(folder)))) throw new FailureError(noFolder(dirname(folder)))
  await mkdir(folder).catch((cause) => Promise.reject(failureOfSystemError(cause, folder) ?? cause))
  return true
}

/**
 * Writes every instrument of a song's current take as a 24-bit WAV of its own to `folder`, which is made when its parent is there. All are
 * written to a hidden folder inside it first and then renamed, so that a full disk or a crash never leaves half a file.
 *
 * @returns names of the files
 * @throws FailureError track.not-found, export.no-score, export.file-exists, export.no-folder, audio.missing, disk.full, disk.read-only; AbortError
 */
export const exportStems = async (parts: StemsParts, { trackId, folder, force }: StemsPayload, context: WorkContext): Promise<readonly string[]> => {
  const { library, store, engineFor } = parts
  const track = await library.find(trackId)
  const take = track && (await library.findTake(track.currentTakeId))
  if (!take) throw new FailureError(noTrack())
  const score = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  const engine = engineFor(take)
  if (!score || !engine.stems) throw new FailureError(noStems())
  requireAudio(store, take.audioSha256)
  if (!force) await refuseOldStems(folder, new Set(score.parts.map((part) => safeFileName(part.name))))
  const { lengthFrames, sampleRateHz, plan } = take

  const isNew = await prepareFolder(folder)
  // named after what it is for, so that a run after a crash begins by removing what the crash left
  const workFolder = join(folder, `.segno-${createHash('sha256').update(`${trackId} ${folder}`).digest('hex').slice(0, 16)}`)
  let published = 0
  try {
    await rm(workFolder, { recursive: true, force: true })
    await mkdir(workFolder)
    await requireSpace(folder, score.parts.length * lengthFrames * 6)
    const { stems } = await engine.stems({ audioPath: store.pathOf(take.audioSha256), lengthFrames, sampleRateHz, plan, score }, workFolder, context)
    const files = stems.map(({ name, path }, index) => ({ path, target: join(folder, stemFileName(name, index)) }))
    if (!force) for (const { target } of files) if (await fileExists(target)) throw alreadyThere(target)
    context.signal.throwIfAborted()
    for (const { path, target } of files) {
      await publishFile(path, target, force)
      published += 1
    }
    return files.map(({ target }) => basename(target))
  } catch (cause) {
    throw failureOfSystemError(cause, folder) ?? cause
  } finally {
    await rm(workFolder, { recursive: true, force: true }).catch(() => undefined)
    if (isNew && published === 0) await rmdir(folder).catch(() => undefined)
  }
}

export const createStemsJob = (parts: StemsParts): StemsJob => ({
  kind: 'stems',
  payload: StemsPayload,
  lane: 'cpu',
  afterCrash: 'restart',
  async run(order, context) {
    const stems = [...(await exportStems(parts, order, context))]
    parts.events.emit('mixdown.finished', { jobId: context.jobId, trackId: order.trackId, fileName: basename(order.folder), stems })
  },
})
