import { join } from 'node:path'
import { z } from 'zod'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { TranscriptionId } from '../../src-shared/transcription/contract.ts'
import type { RenderNotes } from '../generation/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { notesToSoundScore } from './notes-to-score.ts'
import type { SongSounds } from './song-sounds.ts'
import { noSuchSound, noTranscription } from './transcription-failures.ts'
import type { TranscriptionRepository } from './transcription-repository.ts'

export const RenderPayload = z.object({ transcriptionId: TranscriptionId })
export type RenderJob = JobDefinition<typeof RenderPayload>

export type RenderParts = {
  readonly repository: TranscriptionRepository
  readonly sounds: SongSounds
  readonly renderNotes: RenderNotes
  readonly store: Pick<AudioStore, 'adopt'>
  readonly events: Events
}

/**
 * Plays heard notes with the studio's own instruments, as long as the sound they come from, so that both can be compared. Nothing refers to
 * the file in the store, so the store lets it go by itself at a later start.
 */
export const createRenderJob = ({ repository, sounds, renderNotes, store, events }: RenderParts): RenderJob => ({
  kind: 'transcription.render',
  payload: RenderPayload,
  lane: 'cpu',
  afterCrash: 'ask',
  async run({ transcriptionId }, context) {
    const found = await repository.find(transcriptionId)
    if (!found || found.isRemoved) throw new FailureError(noTranscription())
    const { detail } = found
    const sound = (await sounds.list(detail.trackId)).find(({ audioSha256 }) => audioSha256 === detail.audioSha256)
    if (!sound) throw new FailureError(noSuchSound())
    const path = join(context.workFolder, 'notes.wav')
    await renderNotes(notesToSoundScore(detail, sound.seconds), sound.seconds, path, context)
    const { sha256 } = await store.adopt(path)
    events.emit('transcription.rendered', { jobId: context.jobId, transcriptionId, audioSha256: sha256 })
  },
})
