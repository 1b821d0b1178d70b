import { copyFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import { ModelId } from '../../src-shared/models/catalog.ts'
import { TranscriptionId } from '../../src-shared/transcription/contract.ts'
import { NoteSettings } from '../../src-shared/transcription/notes.ts'
import type { Inference } from '../inference/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { HeardCache } from './heard-cache.ts'
import type { SongSounds } from './song-sounds.ts'
import { noTrack } from './transcription-failures.ts'
import type { TranscriptionRepository } from './transcription-repository.ts'

export const TranscribePayload = z.object({
  transcriptionId: TranscriptionId,
  trackId: TrackId,
  audioSha256: Sha256,
  name: z.string(),
  startSeconds: z.number(),
  endSeconds: z.number(),
  program: z.number().int(),
  settings: NoteSettings,
  modelId: ModelId,
})
export type TranscribeJob = JobDefinition<typeof TranscribePayload>

export type TranscribeParts = {
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<ModelShelf, 'require'>
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly cache: HeardCache
  readonly repository: TranscriptionRepository
  /** undefined: it was deleted for good */
  readonly findTrack: SongSounds['findTrack']
  readonly events: Events
  readonly now: () => number
}

/** Listens to a sound and keeps its notes with the song. What was found before by the same request is answered at once. */
export const createTranscribeJob = ({ inference, models, store, cache, repository, findTrack, events, now }: TranscribeParts): TranscribeJob => ({
  kind: 'transcription',
  payload: TranscribePayload,
  lane: 'gpu',
  afterCrash: 'restart',
  async run({ modelId, transcriptionId, ...facts }, context) {
    const model = models.require(modelId)
    const graphPath = model.files.model
    if (!graphPath) throw new FailureError(failure('model.damaged', `The model “${model.name}” has no graph. Open Models and choose Repair.`, { modelId }))
    if (!store.has(facts.audioSha256)) {
      throw new FailureError(failure('audio.missing', 'The audio file of this song is not in the studio’s folder any more.', { sha256: facts.audioSha256 }))
    }
    const { trackId, audioSha256, startSeconds, endSeconds, settings } = facts
    const tell = (id: TranscriptionId): void => {
      events.emit('transcription.finished', { jobId: context.jobId, trackId, transcriptionId: id })
      events.emit('transcription.changed', { trackId })
    }
    const isAgain = (await repository.find(transcriptionId)) !== undefined
    const equal = isAgain ? undefined : await repository.findEqual({ ...facts, modelFingerprint: model.fingerprint })
    if (equal) return tell(equal)
    const workPath = join(context.workFolder, 'heard')
    const input = { audioPath: store.pathOf(audioSha256), graphPath, startSeconds, endSeconds, settings, heardPath: workPath }
    const { notes } = await inference.run('notes.transcribe', input, context)
    const heardPath = await cache.pathFor({ audioSha256, startSeconds, endSeconds, modelFingerprint: model.fingerprint })
    await rename(workPath, heardPath).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EXDEV') throw failureOfSystemError(cause, heardPath) ?? cause
      await copyFile(workPath, heardPath)
    })
    await cache.touch(heardPath)
    if (!(await findTrack(trackId))) throw new FailureError(noTrack(trackId))
    context.signal.throwIfAborted()
    const publishKey = context.jobId
    await repository.save({ id: transcriptionId, ...facts, notes: [...notes], modelFingerprint: model.fingerprint, publishKey, createdAt: now() })
    tell(transcriptionId)
  },
})
