import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../src-shared/kernel/failure.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { voice } from '../../src-shared/voice/contract.ts'
import type { ModelShelf } from '../models/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { ListenJob } from './listen-job.ts'
import type { MicrophoneGate } from './microphone-gate.ts'
import type { Recordings } from './recordings.ts'

export type VoiceHandlerParts = {
  readonly models: Pick<ModelShelf, 'forTask' | 'require'>
  readonly recordings: Recordings
  readonly gate: MicrophoneGate
  readonly jobs: Pick<JobQueue, 'enqueue' | 'whenEnded'>
  readonly listenJob: ListenJob
}

export type VoiceHandlers = Handlers<typeof voice> & {
  /** For those who may say paths themselves: the command line. */
  transcribeFile(
    path: string,
    options: { readonly language?: string | undefined; readonly modelId?: string | undefined },
  ): Promise<Result<{ readonly jobId: JobId }, Failure<'model.not-installed'>>>
}

/** Named where none is installed. */
const RECOMMENDED = 'whisper-base'

const isOneOf = <C extends string>(failed: Failure, codes: readonly C[]): failed is Failure<C> => (codes as readonly string[]).includes(failed.code)

export const createVoiceHandlers = ({ models, recordings, gate, jobs, listenJob }: VoiceHandlerParts): VoiceHandlers => {
  const findModel = (modelId?: string): Result<string, Failure<'model.not-installed'>> => {
    const [preferred] = modelId === undefined ? models.forTask('speech-to-text') : []
    if (preferred) return ok(preferred.id)
    try {
      return ok(models.require(modelId ?? RECOMMENDED).id)
    } catch (cause) {
      if (cause instanceof FailureError && isOneOf(cause.failure, ['model.not-installed'])) return err(cause.failure)
      throw cause
    }
  }
  return {
    async begin() {
      const model = findModel()
      if (!model.ok) return model
      gate.open()
      return ok({ recordingId: recordings.begin() })
    },
    append: async ({ recordingId, sampleRateHz, pcm16 }) => recordings.append(recordingId, sampleRateHz, Buffer.from(pcm16, 'base64')),
    async finish({ recordingId, language }) {
      gate.close()
      const model = findModel()
      try {
        const written = await recordings.finish(recordingId)
        if (!written.ok) return written
        const payload = { source: { kind: 'recording' as const, recordingId }, modelId: model.ok ? model.value : RECOMMENDED, ...(language && { language }) }
        const jobId = await jobs.enqueue(listenJob, payload, { title: 'Write down what you said' })
        // a job that is cancelled while it waits never runs, so it cannot delete its recording itself
        const forget = () => recordings.forget(recordingId)
        void jobs.whenEnded(jobId).then(forget, forget)
        return ok({ jobId })
      } catch (cause) {
        await recordings.forget(recordingId)
        if (cause instanceof FailureError && isOneOf(cause.failure, ['disk.full', 'disk.read-only'])) return err(cause.failure)
        throw cause
      }
    },
    async discard({ recordingId }) {
      gate.close()
      recordings.discard(recordingId)
      return ok({})
    },
    async transcribeFile(path, { language, modelId }) {
      const model = findModel(modelId)
      if (!model.ok) return model
      const payload = { source: { kind: 'file' as const, path }, modelId: model.value, ...(language && { language }) }
      return ok({ jobId: await jobs.enqueue(listenJob, payload, { title: `Write down what is said: ${basename(path)}` }) })
    },
  }
}
