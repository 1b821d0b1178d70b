import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { AudioService } from '../../audio/index.ts'
import type { Database, Tx } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import { fingerprintRepository, putFingerprint } from './fingerprint-repository.ts'

export type SoundAlikes = {
  /** the fingerprint of a decoded WAV. @throws FailureError audio.damaged; AbortError */
  hear(path: string, context: WorkContext): Promise<Uint32Array>
  /** keeps it, in the transaction that makes its song; answers the recordings that sound the same */
  keep(tx: Tx, audioSha256: Sha256, words: Uint32Array): Promise<readonly Sha256[]>
  /** a sentence for a new song where the library holds the same recording already */
  tell(trackId: TrackId, audioSha256: Sha256, alikes: readonly Sha256[]): Promise<string | undefined>
}

export const createSoundAlikes = (parts: {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly audio: Pick<AudioService, 'fingerprint'>
}): SoundAlikes => {
  const { database, events, now, audio } = parts
  return {
    hear: audio.fingerprint,
    keep: async (tx, audioSha256, words) => (await putFingerprint(tx, audioSha256, now(), { words })).map((match) => match.audioSha256),
    async tell(trackId, audioSha256, alikes) {
      const songs = await fingerprintRepository(database.query).tracksWith([audioSha256, ...alikes])
      const [first, ...others] = songs.filter(({ id }) => id !== trackId)
      if (!first) return undefined
      events.emit('duplicates.changed', {})
      return others.length === 0
        ? `It sounds like “${first.title}”, which is in the library already.`
        : `It sounds like “${first.title}” and ${others.length} more in the library. “Show duplicates” (Settings > Library) lists them.`
    },
  }
}
