import { z } from 'zod'
import { AlbumId, Sha256 } from '../kernel/ids.ts'

/** A cover is square, at most so many pixels wide, and at most so large a file. */
export const MAX_COVER_PX = 1_200
export const MAX_COVER_BYTES = 2_000_000

export const Album = z.object({
  id: AlbumId,
  title: z.string(),
  trackCount: z.number().int(),
  seconds: z.number(),
  createdAt: z.number(),
  /** the musician's own picture; undefined: it is that of the first song, or drawn from its sound */
  coverSha256: Sha256.optional(),
  /** of the first song that is not in the trash */
  firstAudioSha256: Sha256.optional(),
  /** the picture that the first song’s file carries */
  firstCoverSha256: Sha256.optional(),
})
export type Album = z.output<typeof Album>
