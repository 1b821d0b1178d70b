import { isAbort } from '../../src-shared/kernel/failure.ts'
import { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { AudioService } from '../audio/index.ts'
import type { CoverStore } from '../library/index.ts'
import type { AudioStore } from '../platform/files/index.ts'

/**
 * What the private media protocol serves, by hash: `audio/<sha256>` the sound itself, `peaks/<sha256>` its waveform, `spectra/<sha256>` its
 * spectrogram, `cover/<sha256>` a picture.
 */
export const createMediaFiles =
  (store: AudioStore, covers: CoverStore, audio: Pick<AudioService, 'peaksFor' | 'spectrumFor'>, onFailure: (sha256: Sha256, cause: unknown) => void) =>
  async (kind: string, id: string): Promise<{ path: string; contentType: string } | undefined> => {
    const parsed = Sha256.safeParse(id)
    if (!parsed.success) return undefined
    const sha256 = parsed.data
    if (kind === 'cover') {
      const path = covers.pathOf(sha256)
      return covers.has(sha256) ? { path, contentType: path.endsWith('.png') ? 'image/png' : 'image/jpeg' } : undefined
    }
    if (!store.has(sha256)) return undefined
    if (kind === 'audio') return { path: store.pathOf(sha256), contentType: 'audio/wav' }
    if (kind !== 'peaks' && kind !== 'spectra') return undefined
    try {
      return { path: await (kind === 'peaks' ? audio.peaksFor(sha256) : audio.spectrumFor(sha256)), contentType: 'application/octet-stream' }
    } catch (cause) {
      if (!isAbort(cause)) onFailure(sha256, cause)
      return undefined
    }
  }
