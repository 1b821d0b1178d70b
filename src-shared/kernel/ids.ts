import { z } from 'zod'

const id = <const P extends string>(prefix: P) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{8,32}$`))

export const TrackId = id('trk').brand<'TrackId'>()
export type TrackId = z.output<typeof TrackId>
export const TakeId = id('tak').brand<'TakeId'>()
export type TakeId = z.output<typeof TakeId>
export const RegionId = id('reg').brand<'RegionId'>()
export type RegionId = z.output<typeof RegionId>
export const MarkerId = id('mrk').brand<'MarkerId'>()
export type MarkerId = z.output<typeof MarkerId>
export const JobId = id('job').brand<'JobId'>()
export type JobId = z.output<typeof JobId>
export const AlbumId = id('alb').brand<'AlbumId'>()
export type AlbumId = z.output<typeof AlbumId>
export const SearchId = id('sea').brand<'SearchId'>()
export type SearchId = z.output<typeof SearchId>
export const CommentId = id('com').brand<'CommentId'>()
export type CommentId = z.output<typeof CommentId>
export const StemSetId = id('stm').brand<'StemSetId'>()
export type StemSetId = z.output<typeof StemSetId>
/** Files that the window offered for import by drop or dialog; main keeps the paths, the window only this word. */
export const OfferId = id('off').brand<'OfferId'>()
export type OfferId = z.output<typeof OfferId>

/** sha-256 of a file's bytes, lower-case hex. Names an immutable file in the audio store. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Sha256'>()
export type Sha256 = z.output<typeof Sha256>

/** Makes fresh ids. Injected, so that tests can count instead of draw. */
export type IdSource = {
  track(): TrackId
  take(): TakeId
  region(): RegionId
  job(): JobId
  album(): AlbumId
  search(): SearchId
  comment(): CommentId
  stemSet(): StemSetId
  offer(): OfferId
}
