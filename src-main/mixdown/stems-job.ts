import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, readdir, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { MusicEngine, Stem } from '../../src-shared/generation/engine.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { type Sha256, StemSetId, type TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { safeFileName } from '../../src-shared/mixdown/safe-file-name.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { readWavLayout } from '../audio/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError, requireSpace } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { noFolder, noSet, noStems, noTrack, requireAudio, writeFailure } from './mixdown-failures.ts'
import { alreadyThere, fileExists, publishFile } from './publish-file.ts'

export type StemsParts = {
  readonly engineFor: (take: Take) => MusicEngine
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly library: Pick<TrackReader, 'find' | 'findTake' | 'findScore'>
  /** what songs were split into */
  readonly separated: SeparatedStems
  readonly events: Events
}

/** Fitted in by the composition root: stems that lie in the audio store already. */
export type SeparatedStems = {
  find(setId: StemSetId): Promise<KeptStems | undefined>
  listOfTake(takeId: TakeId): Promise<readonly KeptStems[]>
}
type KeptStems = { readonly id: StemSetId; readonly stems: readonly { readonly name: string; readonly audioSha256: Sha256 }[] }

export const StemsPayload = z.object({
  trackId: TrackId,
  folder: z.string().min(1),
  force: z.boolean(),
  setId: StemSetId.optional(),
  positions: z.array(z.number().int()).optional(),
})
export type StemsPayload = z.output<typeof StemsPayload>
export type StemsJob = JobDefinition<typeof StemsPayload>

/** "01 Drums.wav": numbered, so that a folder shows them in the score's order. */
export const stemFileName = (name: string, index: number): string => `${String(index + 1).padStart(2, '0')} ${safeFileName(name)}.wav`

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

type Making = { readonly names: readonly string[]; readonly bytes: number; make(workFolder: string, context: WorkContext): Promise<readonly Stem[]> }

/** Has the engine play each instrument of the score. @throws FailureError export.no-score, audio.missing */
const fromScore = async ({ library, store, engineFor }: Omit<StemsParts, 'events'>, take: Take): Promise<Making> => {
  const score = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  const engine = engineFor(take)
  const play = engine.stems?.bind(engine)
  if (!score || !play) throw new FailureError(noStems())
  requireAudio(store, take.audioSha256)
  const { lengthFrames, sampleRateHz, plan } = take
  return {
    names: score.parts.map(({ name }) => name),
    bytes: score.parts.length * lengthFrames * 6,
    make: async (workFolder, context) =>
      (await play({ audioPath: store.pathOf(take.audioSha256), lengthFrames, sampleRateHz, plan, score }, workFolder, context)).stems,
  }
}

/** Copies what the song was split into. @throws FailureError separation.not-found, audio.missing */
const fromSet = async (
  { separated, store }: Omit<StemsParts, 'events'>,
  take: Take,
  setId: StemSetId,
  positions: readonly number[] | undefined,
): Promise<Making> => {
  const set = await separated.find(setId)
  if (!set) throw new FailureError(noSet())
  const wanted = set.stems.filter((_, position) => !positions || positions.includes(position))
  for (const { audioSha256 } of wanted) requireAudio(store, audioSha256)
  return {
    names: wanted.map(({ name }) => name),
    bytes: wanted.length * take.lengthFrames * 8,
    async make(workFolder, { progress, signal }) {
      const copies: Stem[] = []
      for (const [index, { name, audioSha256 }] of wanted.entries()) {
        signal.throwIfAborted()
        progress(index / wanted.length, `writing ${name.toLowerCase()}`)
        const path = join(workFolder, `${index}.wav`)
        await copyFile(store.pathOf(audioSha256), path)
        // the store's own files may not be written to; a copy belongs to the musician
        await chmod(path, 0o644)
        copies.push({ name, path })
      }
      return copies
    },
  }
}

/** Whatever stems a song has: its score's instruments, else the newest that it was split into and that are as long as it; undefined where there are none. */
export const bestStems = async (parts: Omit<StemsParts, 'events'>, take: Take): Promise<Making | undefined> => {
  if (take.scoreSha256 && parts.engineFor(take).stems) return fromScore(parts, take)
  const sets = (await parts.separated.listOfTake(take.id)).toReversed()
  for (const set of sets) {
    if (!set.stems.every(({ audioSha256 }) => parts.store.has(audioSha256))) continue
    const layouts = await Promise.all(set.stems.map(({ audioSha256 }) => readWavLayout(parts.store.pathOf(audioSha256))))
    if (layouts.every(({ lengthFrames, sampleRateHz }) => lengthFrames === take.lengthFrames && sampleRateHz === take.sampleRateHz))
      return fromSet(parts, take, set.id, undefined)
  }
  return undefined
}

/**
 * Writes every stem of a song as a WAV of its own to `folder`, which is made when its parent is there: the instruments of its current take's
 * score, or those that `setId` names. All are written to a hidden folder inside it first and then renamed, so that a full disk or a crash never
 * leaves half a file.
 *
 * @returns names of the files
 * @throws FailureError track.not-found, export.no-score, separation.not-found, export.file-exists, export.no-folder, audio.missing, disk.full,
 *   disk.read-only; AbortError
 */
export const exportStems = async (parts: StemsParts, order: StemsPayload, context: WorkContext): Promise<readonly string[]> => {
  const { trackId, folder, force, setId, positions } = order
  const track = await parts.library.find(trackId)
  const take = track && (await parts.library.findTake(track.currentTakeId))
  if (!take) throw new FailureError(noTrack())
  const { names, bytes, make } = await (setId ? fromSet(parts, take, setId, positions) : fromScore(parts, take))
  if (!force) await refuseOldStems(folder, new Set(names.map(safeFileName)))

  const isNew = await prepareFolder(folder)
  // named after what it is for, so that a run after a crash begins by removing what the crash left
  const workFolder = join(folder, `.segno-${createHash('sha256').update(`${trackId} ${folder}`).digest('hex').slice(0, 16)}`)
  let published = 0
  try {
    await rm(workFolder, { recursive: true, force: true })
    await mkdir(workFolder)
    await requireSpace(folder, bytes)
    const stems = await make(workFolder, context)
    const files = stems.map(({ name, path }, index) => ({ path, target: join(folder, stemFileName(name, index)) }))
    if (!force) for (const { target } of files) if (await fileExists(target)) throw alreadyThere(target)
    context.signal.throwIfAborted()
    for (const { path, target } of files) {
      await publishFile(path, target, force)
      published += 1
    }
    return files.map(({ target }) => basename(target))
  } catch (cause) {
    throw await writeFailure(cause, folder, folder)
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
