import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import { RecordingId, SpokenLanguage } from '../../src-shared/voice/contract.ts'
import type { AudioService } from '../audio/index.ts'
import type { Inference } from '../inference/index.ts'
import type { InstalledModel, ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Recordings } from './recordings.ts'
import { recordingGone } from './voice-failures.ts'

export const ListenPayload = z.object({
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('recording'), recordingId: RecordingId }),
    z.object({ kind: z.literal('file'), path: z.string() }),
  ]),
  language: SpokenLanguage.optional(),
  modelId: z.string(),
})
export type ListenJob = JobDefinition<typeof ListenPayload>

export type ListenParts = {
  readonly inference: Pick<Inference, 'ask'>
  readonly models: Pick<ModelShelf, 'require'>
  readonly audio: Pick<AudioService, 'decode'>
  readonly recordings: Recordings
  readonly events: Events
}

/** The same recording is written down the same way each time. */
const SEED = 1

const filesOf = ({ files, name, id }: InstalledModel) => {
  const { encoder, decoder, tokenizer, generation_config: generationConfig } = files
  if (encoder && decoder && tokenizer && generationConfig) return { encoder, decoder, tokenizer, generationConfig }
  throw new FailureError(failure('model.damaged', `The model “${name}” is not whole. Open Models and choose Repair.`, { modelId: id }))
}

/**
 * Writes down what is said in a recording or a file. Runs beside long work, because somebody waits with a prompt in mind. A recording is
 * deleted when this ends, however it ends; only a crash leaves it, until the next start.
 */
export const createListenJob = ({ inference, models, audio, recordings, events }: ListenParts): ListenJob => ({
  kind: 'voice',
  payload: ListenPayload,
  lane: 'io',
  afterCrash: 'ask',
  async run({ source, language, modelId }, context) {
    const recordedPath = source.kind === 'recording' ? recordings.pathOf(source.recordingId) : undefined
    try {
      const files = filesOf(models.require(modelId))
      if (recordedPath !== undefined && !existsSync(recordedPath)) throw new FailureError(recordingGone())
      const audioPath = recordedPath ?? join(context.workFolder, 'speech.wav')
      if (source.kind === 'file')
        await audio.decode({ source: source.path, target: audioPath }, { ...context, progress: subProgress(context.progress, 0, 0.1) })
      const hearing = { ...context, progress: subProgress(context.progress, 0.1, 1) }
      const heard = await inference.ask('speech.transcribe', { audioPath, files, language, seed: SEED }, hearing)
      events.emit('voice.heard', { jobId: context.jobId, text: heard.text, seconds: heard.seconds, ...(heard.language && { language: heard.language }) })
    } finally {
      if (source.kind === 'recording') await recordings.forget(source.recordingId)
    }
  },
})
