import { join } from 'node:path'
import type { AudioService } from '../audio/index.ts'
import type { Inference } from '../inference/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { JobDefinition, JobQueue } from '../platform/jobs/index.ts'
import { createListenJob, createMicrophoneGate, createRecordings, createVoiceHandlers } from '../voice/index.ts'

export type VoiceCore = {
  readonly folder: DataFolder
  readonly jobs: Pick<JobQueue, 'enqueue' | 'whenEnded'>
  readonly audio: AudioService
  readonly inference: Inference
  readonly models: ModelShelf
  readonly events: Events
  readonly now: () => number
}

/** Prompts by voice, joined to the rest. */
export const composeVoice = ({ folder, jobs, audio, inference, models, events, now }: VoiceCore) => {
  const startedAt = now()
  const gate = createMicrophoneGate(now)
  const recordings = createRecordings(join(folder.cache, 'voice'))
  const listenJob = createListenJob({ inference, models, audio, recordings, events })
  const own: readonly JobDefinition[] = [listenJob]
  return {
    handlers: createVoiceHandlers({ models, recordings, gate, jobs, listenJob }),
    jobs: own,
    mayUseMicrophone: gate.isOpen,
    /** only the window records, and there is one window: what is older than it was left by a crash */
    tidy: () => recordings.tidy(startedAt),
  }
}
