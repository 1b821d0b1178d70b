import { decodePeaks, type Peaks } from '../../../src-shared/audio/peaks-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { peaksUrl } from '../../bridge/media-urls.ts'

export type PeaksState = { readonly status: 'loading' } | { readonly status: 'ready'; readonly peaks: Peaks } | { readonly status: 'failed' }

/** An hour of stereo is about 10 MB, a song about 1 MB; one with its takes and the stems of a whole band stays in memory. */
const KEPT = 32
const known = new Map<Sha256, PeaksState>()
const listeners = new Set<() => void>()

const remember = (audioSha256: Sha256, state: PeaksState): void => {
  known.delete(audioSha256)
  known.set(audioSha256, state)
  const oldest = known.size > KEPT ? known.keys().next().value : undefined
  if (oldest) known.delete(oldest)
  for (const listener of listeners) listener()
}

const read = async (audioSha256: Sha256): Promise<PeaksState> => {
  const response = await fetch(peaksUrl(audioSha256)).catch(() => undefined)
  if (!response?.ok) return { status: 'failed' }
  const peaks = decodePeaks(await response.arrayBuffer())
  return peaks ? { status: 'ready', peaks } : { status: 'failed' }
}

/** The mipmap of an immutable file: asked for once. A failure is kept until {@link retryPeaks}. */
export const peaksOf = (audioSha256: Sha256): PeaksState => {
  const there = known.get(audioSha256)
  if (there) {
    known.delete(audioSha256)
    known.set(audioSha256, there)
    return there
  }
  const loading: PeaksState = { status: 'loading' }
  known.set(audioSha256, loading)
  void read(audioSha256).then((state) => remember(audioSha256, state))
  return loading
}

export const retryPeaks = (audioSha256: Sha256): void => {
  known.delete(audioSha256)
  for (const listener of listeners) listener()
}

/** Called when any mipmap arrived or failed. Returns the way to stop. */
export const onPeaks = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
