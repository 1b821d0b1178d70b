import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { AudioService } from '../../audio/index.ts'
import type { Database } from '../../platform/database/index.ts'
import type { Events } from '../../platform/events.ts'
import { fingerprintRepository, putFingerprint } from './fingerprint-repository.ts'

export type SoundAlikes = {
  /** the fingerprint of a decoded WAV. @throws FailureError audio.damaged; AbortError */
  hear(path: string, context: WorkContext): Promise<Uint32Array>
  /** keeps it for a new song; answers a sentence where the library holds the same recording already */
  keep(trackId: TrackId, audioSha256: Sha256, words: Uint32Array): Promise<string | undefined>
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
    async keep(trackId, audioSha256, words) {
      const matches = await database.transaction((tx) => putFingerprint(tx, audioSha256, now(), { words }))
      const songs = await fingerprintRepository(database.query).tracksWith([audioSha256, ...matches.map((match) => match.audioSha256)])
      const [first, ...others] = songs.filter(({ id }) => id !== trackId)
      if (!first) return undefined
      events.emit('duplicates.changed', {})
      return others.length === 0
        ? `It sounds like “${first.title}”, which is in the library already.`
        : `It sounds like “${first.title}” and ${others.length} more in the library. Library > Duplicates shows them.`
    },
  }
}
