import { z } from 'zod'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { subProgress } from '../../../src-shared/kernel/progress.ts'
import type { AudioService } from '../../audio/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import { createWaitingCount, type JobDefinition } from '../../platform/jobs/index.ts'
import { fingerprintRepository, putFingerprint } from './fingerprint-repository.ts'

export const FingerprintPayload = z.object({ isBackground: z.boolean() })
export type FingerprintJob = JobDefinition<typeof FingerprintPayload>

export type FingerprintJobParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly audio: Pick<AudioService, 'fingerprint'>
  /** resolves when nobody waits for other work */
  readonly untilQuiet: (signal: AbortSignal, tell: () => void) => Promise<void>
}

const ENDS_ALL = new Set(['disk.full', 'disk.read-only'])

/** Fingerprints of songs that came before there were any. Each is published by itself, so a job that is cancelled or killed goes on where it was. */
export const createFingerprintJob = ({ database, events, now, pathOf, audio, untilQuiet }: FingerprintJobParts): FingerprintJob => {
  const repository = fingerprintRepository(database.query)
  return {
    kind: 'library.fingerprint',
    payload: FingerprintPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ isBackground }, context) {
      const { signal } = context
      const tried = new Set<Sha256>()
      const waiting = createWaitingCount(repository.countWaiting)
      for (let done = 0; ; done++) {
        signal.throwIfAborted()
        const next = await repository.next()
        if (!next || tried.has(next.audioSha256)) break
        tried.add(next.audioSha256)
        const total = done + (await waiting())
        const report = subProgress(context.progress, done / total, (done + 1) / total)
        if (isBackground) await untilQuiet(signal, () => report(0, 'waiting for other work'))
        report(0, `fingerprint of ${next.title}`)
        const outcome = await audio
          .fingerprint(pathOf(next.audioSha256), { ...context, progress: () => undefined })
          .then((words) => ({ words }))
          .catch((cause: unknown) => {
            signal.throwIfAborted()
            if (!(cause instanceof FailureError) || ENDS_ALL.has(cause.failure.code)) throw cause
            return { failure: cause.failure }
          })
        const matches = await database.transaction((tx) => putFingerprint(tx, next.audioSha256, now(), outcome))
        if (matches.length > 0) events.emit('duplicates.changed', {})
      }
      events.emit('duplicates.changed', {})
    },
  }
}
