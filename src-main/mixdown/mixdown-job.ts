import { createHash } from 'node:crypto'
import { open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { ExportFormat } from '../../src-shared/mixdown/contract.ts'
import type { AudioService } from '../audio/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { noFolder, noScore, noTrack, requireAudio } from './mixdown-failures.ts'
import { alreadyThere, fileExists, publishFile } from './publish-file.ts'
import { requireWritable } from './require-writable.ts'
import { scoreToMidi } from './score-to-midi.ts'

export type MixdownParts = {
  readonly audio: Pick<AudioService, 'encode'>
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly library: Pick<TrackReader, 'find' | 'findTake' | 'findScore'>
  readonly events: Events
}

export const MixdownPayload = z.object({ trackId: TrackId, format: ExportFormat, path: z.string().min(1), force: z.boolean() })
export type MixdownPayload = z.output<typeof MixdownPayload>
export type MixdownJob = JobDefinition<typeof MixdownPayload>

const writeMidi = async ({ library }: MixdownParts, track: Track, temporary: string): Promise<void> => {
  const take = await library.findTake(track.currentTakeId)
  const score = take?.scoreSha256 && (await library.findScore(take.scoreSha256))
  if (!score) throw new FailureError(noScore())
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(scoreToMidi(score, track.title))
    await file.sync()
  } finally {
    await file.close()
  }
}

const writeSound = async ({ audio, store }: MixdownParts, track: Track, format: Exclude<ExportFormat, 'mid'>, temporary: string, context: WorkContext) => {
  requireAudio(store, track.audioSha256)
  const tags = { title: track.title, artist: track.artist }
  await audio.encode({ source: store.pathOf(track.audioSha256), target: temporary, format, tags }, context)
}

export const requireFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new FailureError(noFolder(folder))
}

/**
 * Writes a song's current take to `path`: beside it under a temporary name first, then by one rename, so that a full disk or a crash never
 * leaves half a file under the song's name.
 *
 * @throws FailureError track.not-found, export.no-score, export.file-exists, export.no-folder, export.not-writable, audio.missing, disk.full, disk.read-only; AbortError
 */
export const exportTrack = async (parts: MixdownParts, { trackId, format, path, force }: MixdownPayload, context: WorkContext): Promise<void> => {
  const track = await parts.library.find(trackId)
  if (!track) throw new FailureError(noTrack())
  await requireFolder(dirname(path))
  if (!force && (await fileExists(path))) throw alreadyThere(path)
  // named after what it becomes, so that a run after a crash writes over what the crash left
  const temporary = join(dirname(path), `.segno-${createHash('sha256').update(`${trackId} ${path}`).digest('hex').slice(0, 16)}.part`)
  try {
    context.progress(0, `writing ${basename(path)}`)
    await requireWritable(path, temporary)
    if (format === 'mid') await writeMidi(parts, track, temporary)
    else await writeSound(parts, track, format, temporary, context)
    context.signal.throwIfAborted()
    await publishFile(temporary, path, force)
  } catch (cause) {
    throw failureOfSystemError(cause, path) ?? cause
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

export const createMixdownJob = (parts: MixdownParts): MixdownJob => ({
  kind: 'mixdown',
  payload: MixdownPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run(order, context) {
    await exportTrack(parts, order, context)
    parts.events.emit('mixdown.finished', { jobId: context.jobId, trackId: order.trackId, fileName: basename(order.path) })
  },
})
