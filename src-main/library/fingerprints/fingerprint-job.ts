import { z } from 'zod'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { AudioService } from '../../audio/index.ts'
import type { Database, Queries } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import { type JobDefinition, type UntilQuiet, workOneByOne } from '../../platform/jobs/index.ts'
import { fingerprintRepository, putFingerprint } from './fingerprint-repository.ts'

export const FingerprintPayload = z.object({ isBackground: z.boolean() })
export type FingerprintJob = JobDefinition<typeof FingerprintPayload>

export type FingerprintJobParts = {
  readonly database: Database
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly audio: Pick<AudioService, 'fingerprint'>
  readonly untilQuiet: UntilQuiet
}

/** Fingerprints of songs that came before there were any, one recording after another. */
export const createFingerprintJob = ({ database, reading = database.query, events, now, pathOf, audio, untilQuiet }: FingerprintJobParts): FingerprintJob => {
  const { next, countWaiting } = fingerprintRepository(reading)
  const publish = async (audioSha256: Sha256, outcome: Parameters<typeof putFingerprint>[3]): Promise<void> => {
    const matches = await database.transaction((tx) => putFingerprint(tx, audioSha256, now(), outcome))
    if (matches.length > 0) events.emit('duplicates.changed', {})
  }
  return {
    kind: 'library.fingerprint',
    payload: FingerprintPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ isBackground }, context) {
      const loop = { next, countWaiting, doing: 'fingerprint of', endsAll: /^disk\.(full|read-only)$/, isBackground, untilQuiet }
      await workOneByOne(
        {
          ...loop,
          work: async ({ audioSha256 }, within) => publish(audioSha256, { words: await audio.fingerprint(pathOf(audioSha256), within) }),
          giveUp: ({ audioSha256 }, { failure }) => publish(audioSha256, { failure }),
        },
        context,
      )
      events.emit('duplicates.changed', {})
    },
  }
}
