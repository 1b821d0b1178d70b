import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { UntilQuiet } from './quiet-work.ts'
import { createWaitingCount } from './waiting-count.ts'

type Recording = { readonly audioSha256: Sha256; readonly title: string }

export type OneByOne<R extends Recording> = {
  /** the recording that is to be done now; one that was tried is not tried again in this run */
  readonly next: () => Promise<R | undefined>
  readonly countWaiting: () => Promise<number>
  /** what is done to a recording: “listening to” */
  readonly doing: string
  /** does and publishes it. @throws FailureError, AbortError */
  readonly work: (recording: R, context: WorkContext) => Promise<void>
  /** notes that this recording cannot be done, so that it does not wait any more */
  readonly giveUp: (recording: R, cause: FailureError) => Promise<void>
  /** failures that concern the whole studio, not one recording */
  readonly endsAll: RegExp
  /** a background job gives way to what people wait for */
  readonly isBackground: boolean
  readonly untilQuiet: UntilQuiet
}

/**
 * Works through recordings one after another. Each is published by itself, so a job that is cancelled, paused, killed or run again goes on where
 * it was. Returns how many were tried and the first failure. @throws AbortError, FailureError of `endsAll`
 */
export const workOneByOne = async <R extends Recording>(parts: OneByOne<R>, context: WorkContext) => {
  const { signal } = context
  const tried = new Set<Sha256>()
  const waiting = createWaitingCount(parts.countWaiting)
  let failed: FailureError | undefined
  for (;;) {
    signal.throwIfAborted()
    const recording = await parts.next()
    // a clock that was set back would ask for the same one for ever
    if (!recording || tried.has(recording.audioSha256)) return { tried: tried.size, failed }
    const done = tried.size
    tried.add(recording.audioSha256)
    const total = done + (await waiting())
    const report = subProgress(context.progress, done / total, (done + 1) / total)
    if (parts.isBackground) await parts.untilQuiet(signal, () => report(0, 'waiting for other work'))
    const stage = `${parts.doing} ${recording.title}`
    report(0, stage)
    try {
      await parts.work(recording, { ...context, progress: (fraction) => report(fraction, stage) })
    } catch (cause) {
      signal.throwIfAborted()
      if (!(cause instanceof FailureError) || parts.endsAll.test(cause.failure.code)) throw cause
      failed ??= cause
      await parts.giveUp(recording, cause)
    }
  }
}
