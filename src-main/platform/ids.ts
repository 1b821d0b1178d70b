import type { AlbumId, CommentId, IdSource, JobId, OfferId, RegionId, SearchId, StemSetId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32: no i, l, o, u
const RANDOM_BYTES = 8

const base32 = (value: bigint, length: number): string => {
  let text = ''
  for (let i = 0, left = value; i < length; i++, left >>= 5n) text = ALPHABET.charAt(Number(left & 31n)) + text
  return text
}

/**
 * Ids that sort by the time they were made: 48 bits of milliseconds, then 60 random bits. Two ids of one millisecond count up, so they
 * keep their order too.
 */
export const createIdSource = (randomBytes: (size: number) => Uint8Array, now: () => number): IdSource => {
  let lastTime = 0n
  let tail = 0n
  const draw = () => randomBytes(RANDOM_BYTES).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) >> 5n // 59 bits: room to count up
  const next = (prefix: string): string => {
    const time = BigInt(now())
    if (time > lastTime) {
      lastTime = time
      tail = draw()
    } else tail++
    return `${prefix}_${base32(lastTime, 10)}${base32(tail, 12)}`
  }
  return {
    track: () => next('trk') as TrackId,
    take: () => next('tak') as TakeId,
    region: () => next('reg') as RegionId,
    job: () => next('job') as JobId,
    album: () => next('alb') as AlbumId,
    search: () => next('sea') as SearchId,
    comment: () => next('com') as CommentId,
    stemSet: () => next('stm') as StemSetId,
    offer: () => next('off') as OfferId,
  }
}
