import { type Failure, FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel, setPaused, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { JobRow } from '../database/index.ts'
import { failureOfSystemError, type WorkFolders } from '../files/index.ts'
import { createEta } from './eta.ts'
import type { JobDefinition } from './job-definition.ts'

/** How one run ended. `stopped`: the process is closing, or another process took the job. */
export type JobOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: Failure; readonly cause: unknown }

/** A job that this process holds in memory: running, or parked by a pause. */
export type JobRun = {
  readonly jobId: JobId
  readonly ended: Promise<JobOutcome>
  readonly isPaused: boolean
  readonly isStopping: boolean
  /** what to show now; fractions never decrease */
  progress(): { readonly fraction: number; readonly stage: string; readonly etaSeconds: number | undefined }
  cancel(): void
  stop(): void
  pause(isPaused: boolean): void
}

const unreadable = (kind: string, cause: unknown): JobOutcome => ({
  kind: 'failed',
  error: failure('job.unreadable-payload', 'This job was written by another version of the studio and cannot be read. Start it again from its page.', { kind }),
  cause,
})

const parsePayload = (definition: JobDefinition, json: string): { ok: true; payload: unknown } | { ok: false; cause: unknown } => {
  try {
    const parsed = definition.payload.safeParse(JSON.parse(json))
    return parsed.success ? { ok: true, payload: parsed.data } : { ok: false, cause: parsed.error }
  } catch (cause) {
    return { ok: false, cause }
  }
}

const outcomeOfError = (cause: unknown): JobOutcome => {
  const known = cause instanceof FailureError ? cause : failureOfSystemError(cause)
  if (known) return { kind: 'failed', error: known.failure, cause }
  return {
    kind: 'failed',
    error: failure('job.defect', 'Something in the studio went wrong while this job ran. Your songs are safe; the log says more. Try again.', {}),
    cause,
  }
}

/** Starts a job's work at once. `onProgress` is called for every report of the work, unthrottled. */
export const startJobRun = (row: JobRow, definition: JobDefinition, workFolders: WorkFolders, onProgress: () => void): JobRun => {
  const flags: WorkFlags = createWorkFlags()
  const controller = new AbortController()
  // a clock that stands still while paused
  let activeSeconds = 0
  let runningSince: number | undefined = performance.now()
  const workSeconds = () => activeSeconds + (runningSince === undefined ? 0 : (performance.now() - runningSince) / 1000)
  const eta = createEta(0)
  let fraction = 0
  let stage = ''
  let asked: 'cancel' | 'stop' | undefined

  const progress = (reported: number, words: string) => {
    if (asked) return
    fraction = Math.min(1, Math.max(fraction, Number.isFinite(reported) ? reported : 0))
    stage = words
    eta.report(fraction, workSeconds())
    onProgress()
  }

  const work = async (): Promise<JobOutcome> => {
    const parsed = parsePayload(definition, row.payload_json)
    if (!parsed.ok) return unreadable(row.kind, parsed.cause)
    try {
      const workFolder = await workFolders.create(row.id)
      await definition.run(parsed.payload, { jobId: row.id, workFolder, signal: controller.signal, flags, progress })
      return { kind: 'succeeded' }
    } catch (cause) {
      // whatever a work throws after it was told to stop is the noise of stopping
      if (asked) return { kind: asked === 'cancel' ? 'cancelled' : 'stopped' }
      return outcomeOfError(cause)
    }
  }

  const end = (why: 'cancel' | 'stop') => {
    if (asked) return
    asked = why
    stage = why === 'cancel' ? 'cancelling' : stage
    raiseCancel(flags)
    controller.abort()
  }

  return {
    jobId: row.id,
    ended: work().finally(() => workFolders.remove(row.id).catch(() => {})),
    get isPaused() {
      return runningSince === undefined
    },
    get isStopping() {
      return asked !== undefined
    },
    progress: () => ({ fraction, stage, etaSeconds: asked ? undefined : eta.remainingSeconds(workSeconds()) }),
    cancel: () => end('cancel'),
    stop: () => end('stop'),
    pause(isPaused) {
      if (asked || isPaused === (runningSince === undefined)) return
      activeSeconds = workSeconds()
      runningSince = isPaused ? undefined : performance.now()
      setPaused(flags, isPaused)
    },
  }
}
