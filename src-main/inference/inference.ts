import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createProcessPool, type LaunchProcess, type ProcessPool } from '../platform/processes/index.ts'
import type { SessionSettings, TaskEnvelope } from './protocol.ts'
import type { inferenceTasks } from './tasks/index.ts'

type Tasks = typeof inferenceTasks
export type TaskName = keyof Tasks
export type TaskInput<K extends TaskName> = Parameters<Tasks[K]>[0]
export type TaskOutput<K extends TaskName> = Awaited<ReturnType<Tasks[K]>>
type RunTask = <K extends TaskName>(task: K, input: TaskInput<K>, context: WorkContext) => Promise<TaskOutput<K>>

/**
 * The door to everything that runs a neural network.
 *
 * @throws FailureError of the task, model.damaged, model.too-big, engine.crashed; AbortError within a second of a cancel
 */
export type Inference = {
  /** for jobs: one at a time, in the order asked */
  readonly run: RunTask
  /** for short questions of a small model (an embedding of a few words), in a process of their own: they never wait behind a song */
  readonly ask: RunTask
  /** for what may take its process along (a driver that is not in order): a process that leaves at once, and asks for no settings */
  readonly probe: RunTask
  close(): Promise<void>
}

export type InferenceOptions = {
  readonly launch: LaunchProcess
  /** asked before each task */
  readonly settings: () => Promise<SessionSettings>
}

/** Models leave memory with their process after this long without work. */
const IDLE_MILLISECONDS = 3 * 60_000
const PROBE_IDLE_MILLISECONDS = 1_000
const BARE_SETTINGS: SessionSettings = { providers: ['cpu'], threads: 1, memoryCeilingBytes: 0 }

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./onnx.worker.ts', import.meta.url) : new URL('./onnx.worker.js', import.meta.url)

export const createInference = ({ launch, settings }: InferenceOptions): Inference => {
  const pool = (name: string, idleMilliseconds: number) => createProcessPool({ launch, entry: workerUrl, name, idleMilliseconds })
  const work = pool('Segno inference', IDLE_MILLISECONDS)
  const questions = pool('Segno questions', IDLE_MILLISECONDS)
  const probes = pool('Segno hardware test', PROBE_IDLE_MILLISECONDS)
  const through =
    (pool: ProcessPool): RunTask =>
    <K extends TaskName>(task: K, input: TaskInput<K>, context: WorkContext) =>
      settings().then((chosen) => pool.run<TaskOutput<K>>(task, { input, settings: chosen } satisfies TaskEnvelope, context))
  return {
    run: through(work),
    ask: through(questions),
    probe: (task, input, context) => probes.run(task, { input, settings: BARE_SETTINGS } satisfies TaskEnvelope, context),
    close: async () => void (await Promise.all([work.close(), questions.close(), probes.close()])),
  }
}
