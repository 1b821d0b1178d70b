import type { Sha256 } from '../../src-shared/kernel/ids.ts'

/** Addresses of the private media protocol. Main resolves the hash to a file; a path never crosses. */
export const audioUrl = (audioSha256: Sha256): string => `segno-media://audio/${audioSha256}`
/** min/max/RMS mipmap of the same file, see src-shared/audio/peaks-format.ts */
export const peaksUrl = (audioSha256: Sha256): string => `segno-media://peaks/${audioSha256}`
/** levels in dB over time and frequency of the same file, see src-shared/audio/spectrum-format.ts */
export const spectrumUrl = (audioSha256: Sha256): string => `segno-media://spectra/${audioSha256}`
/** a picture that a musician gave an album */
export const coverUrl = (sha256: Sha256): string => `segno-media://cover/${sha256}`
