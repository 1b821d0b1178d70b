import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createProcessPool, type LaunchProcess } from '../platform/processes/index.ts'
import type { SessionSettings, TaskEnvelope } from './protocol.ts'
import type { inferenceTasks } from './tasks/index.ts'

type Tasks = typeof inferenceTasks
export type TaskName = keyof Tasks
export type TaskInput<K extends TaskName> = Parameters<Tasks[K]>[0]
export type TaskOutput<K extends TaskName> = Awaited<ReturnType<Tasks[K]>>

/**
 * The door to everything that runs a neural network. `run` is for jobs: one at a time, in the order asked. `ask` is for short questions of a
 * small model (an embedding of a few words), answered in a process of their own so that they never wait behind a song.
 *
 * @throws FailureError of the task, model.damaged, model.too-big, engine.crashed; AbortError within a second of a cancel
 */
export type Inference = {
  run<K extends TaskName>(task: K, input: TaskInput<K>, context: WorkContext): Promise<TaskOutput<K>>
  ask<K extends TaskName>(task: K, input: TaskInput<K>, context: WorkContext): Promise<TaskOutput<K>>
  close(): Promise<void>
}

export type InferenceOptions = {
  readonly launch: LaunchProcess
  /** read before each task */
  readonly settings: () => SessionSettings
}

/** Models leave memory with their process after this long without work. */
const IDLE_MILLISECONDS = 3 * 60_000

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./onnx.worker.ts', import.meta.url) : new URL('./onnx.worker.js', import.meta.url)

export const createInference = ({ launch, settings }: InferenceOptions): Inference => {
  const pool = (name: string) => createProcessPool({ launch, entry: workerUrl, name, idleMilliseconds: IDLE_MILLISECONDS })
  const [work, questions] = [pool('Segno inference'), pool('Segno questions')]
  const envelope = <I>(input: I): TaskEnvelope<I> => ({ input, settings: settings() })
  return {
    run: (task, input, context) => work.run(task, envelope(input), context),
    ask: (task, input, context) => questions.run(task, envelope(input), context),
    close: async () => void (await Promise.all([work.close(), questions.close()])),
  }
}
