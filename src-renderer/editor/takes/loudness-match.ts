import type { Take } from '../../../src-shared/project/document.ts'

/** Beyond this the takes differ on purpose (silence against a full mix), and matching would only raise noise. */
const LARGEST_MATCH_DB = 12

/**
 * Gain (dB, never above 0) that makes a take as loud as the quietest take of the comparison: turning down never clips.
 * 0 where a loudness is unknown.
 */
export const matchGainDb = (take: Pick<Take, 'loudness'>, compared: readonly Pick<Take, 'loudness'>[]): number => {
  const own = take.loudness?.integratedLufs
  if (own === undefined) return 0
  const others = compared.map((one) => one.loudness?.integratedLufs).filter((lufs) => lufs !== undefined)
  const quietest = Math.min(own, ...others)
  return Math.max(-LARGEST_MATCH_DB, quietest - own)
}
