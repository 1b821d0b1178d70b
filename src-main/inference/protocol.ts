import type { Provider } from '../../src-shared/hardware/contract.ts'
import type { ProcessTaskContext } from '../platform/processes/process-task.ts'
import type { Sessions } from './sessions/sessions.ts'

/** How sessions are opened; the host sends it along with each task, so that changed settings hold from the next task on. */
export type SessionSettings = {
  /** tried in this order; `cpu` is always the last */
  readonly providers: readonly Provider[]
  /** threads within one operator */
  readonly threads: number
  /** sessions that are not in use are closed, least recently used first, before their files together exceed this */
  readonly memoryCeilingBytes: number
}

/** What a task sees: a way to open graphs, a way to be stopped, a way to tell how far it is. */
export type TaskContext = Pick<ProcessTaskContext, 'progress' | 'signal' | 'checkpoint'> & { readonly sessions: Sessions }

/**
 * Pre- and post-processing around graphs; runs inside the inference process, so that windows of sound never cross a process. Inputs name
 * files by absolute path; results that are longer than a moment are written to files under a folder that the input names.
 */
export type InferenceTask<I, O> = (input: I, context: TaskContext) => Promise<O>

/** What crosses to the process. */
export type TaskEnvelope<I = unknown> = { readonly input: I; readonly settings: SessionSettings }
