import { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { AudioService } from '../audio/index.ts'
import type { AudioStore } from '../platform/files/index.ts'

/** What the private media protocol serves, by hash: `audio/<sha256>` the sound itself, `peaks/<sha256>` its waveform. */
export const createMediaFiles =
  (store: AudioStore, audio: Pick<AudioService, 'peaksFor'>, onFailure: (sha256: Sha256, cause: unknown) => void) =>
  async (kind: string, id: string): Promise<{ path: string; contentType: string } | undefined> => {
    const parsed = Sha256.safeParse(id)
    if (!parsed.success || !store.has(parsed.data)) return undefined
    const sha256 = parsed.data
    if (kind === 'audio') return { path: store.pathOf(sha256), contentType: 'audio/wav' }
    if (kind !== 'peaks') return undefined
    try {
      return { path: await audio.peaksFor(sha256), contentType: 'application/octet-stream' }
    } catch (cause) {
      onFailure(sha256, cause)
      return undefined
    }
  }
