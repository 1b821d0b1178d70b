import { z } from 'zod'
import { Loudness } from '../audio/loudness-report.ts'
import { Plan } from '../generation/plan.ts'
import { call, NoInput, push } from '../ipc/call.ts'
import { AlbumId, JobId, OfferId, Sha256, TakeId, TrackId } from '../kernel/ids.ts'
import { withoutControls } from '../kernel/plain-text.ts'
import { Key, LyricLine, TimeSignature } from '../score/score.ts'
import { StudioId } from '../studios/studio-id.ts'
import { Album, MAX_COVER_BYTES } from './album.ts'
import { albumsFromTags } from './albums-from-tags.ts'
import { batchEdit } from './batch-edit.ts'
import { FacetCounts } from './facet-counts.ts'
import { Changed, marking } from './marking.ts'
import { nextLetters } from './next-letters.ts'
import { savedSearches } from './saved-searches.ts'
import { selections } from './selections.ts'
import { TrackQuery, TrackSelection } from './track-query.ts'

/** One song in the library. Its sound is its current take. */
export const Track = z.object({
  id: TrackId,
  title: z.string(),
  origin: z.enum(['generated', 'imported']),
  /** engine id, or "import" */
  engine: z.string(),
  engineVersion: z.string(),
  prompt: z.string(),
  seed: z.number().int().optional(),
  style: z.string().optional(),
  /** whose ensemble made it; undefined: the open studio, or imported */
  studio: StudioId.optional(),
  tempoBpm: z.number().optional(),
  key: Key.optional(),
  timeSignature: TimeSignature.optional(),
  seconds: z.number(),
  sampleRateHz: z.number().int(),
  channelCount: z.number().int(),
  currentTakeId: TakeId,
  audioSha256: Sha256,
  loudness: Loudness.optional(),
  isFavourite: z.boolean(),
  isDisliked: z.boolean(),
  /** 0 none, 1 to 5 stars */
  rating: z.number().int().min(0).max(5),
  /** the musician's own words, without doubles */
  tags: z.array(z.string()),
  mood: z.string().optional(),
  trashedAt: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** where an imported file came from (name only) */
  sourceName: z.string().optional(),
  artist: z.string().optional(),
  /** what the imported file calls its album; the studio’s own albums are lists of songs (`albumIds`) */
  album: z.string().optional(),
  year: z.number().int().optional(),
  /** twelve letters and digits, no hyphens */
  isrc: z.string().optional(),
  /** what the imported file says of its tempo; `tempoBpm` is what the studio hears where it is sure */
  fileBpm: z.number().optional(),
  fileComment: z.string().optional(),
  /** the picture that the imported file carries */
  coverSha256: Sha256.optional(),
  licence: z.string(),
})
export type Track = z.output<typeof Track>

/** A track with what its own page shows. */
export const TrackDetail = Track.extend({
  plan: Plan.optional(),
  /** words over the song, by bar */
  lyrics: z.array(LyricLine).optional(),
  takeCount: z.number().int(),
  albumIds: z.array(AlbumId),
})
export type TrackDetail = z.output<typeof TrackDetail>

export { Album } from './album.ts'
export { TrackQuery, TrackSelection, TrackSort } from './track-query.ts'

const track = z.object({ trackId: TrackId })
const tracks = z.object({ trackIds: z.array(TrackId).min(1).max(10_000) })
const albumTracks = z.object({ albumId: AlbumId, trackIds: z.array(TrackId).max(10_000) })
const title = z.string().transform(withoutControls).pipe(z.string().trim().min(1).max(300))

/** `stepId` takes it back (`history.takeBack`); undefined: nothing changed */
const StepOfAlbum = Album.extend({ stepId: z.number().int().optional() })

export const library = {
  list: call({ input: TrackQuery, output: z.object({ tracks: z.array(Track), nextCursor: z.string().optional(), total: z.number().int() }) }),
  ...nextLetters,
  /** ids of a stretch of a list, in its order */
  listIds: call({
    input: TrackQuery.omit({ cursor: true, limit: true }).extend({ limit: z.number().int().min(1).max(1_000_000) }),
    output: z.object({ trackIds: z.array(TrackId) }),
  }),
  /**
   * Small pictures of songs' sounds (src-shared/audio/small-wave.ts) in the order asked, base64; null: not made yet, ask for the whole waveform
   * then, which makes it.
   */
  waves: call({ input: z.object({ audioSha256s: z.array(Sha256).min(1).max(500) }), output: z.object({ waves: z.array(z.string().nullable()) }) }),
  facets: call({ input: TrackSelection, output: FacetCounts }),
  get: call({ input: track, output: TrackDetail, failures: ['track.not-found'] }),
  rename: call({ input: track.extend({ title }), output: Track, failures: ['track.not-found'] }),
  setFavourite: call({ input: tracks.extend({ isFavourite: z.boolean() }), output: Changed }),
  ...marking,
  ...selections,
  ...batchEdit,
  ...albumsFromTags,
  /** hidden and restorable; purged `settings.trashDays` days later, or by emptyTrash */
  trash: call({ input: tracks, output: Changed }),
  restore: call({ input: tracks, output: Changed }),
  /** `trackIds`: only these of the songs in the trash; songs outside it are never touched */
  emptyTrash: call({
    input: z.object({ trackIds: z.array(TrackId).min(1).max(10_000).optional() }),
    output: z.object({ removed: z.number().int(), freedBytes: z.number() }),
  }),
  stats: call({
    input: NoInput,
    output: z.object({
      tracks: z.number().int(),
      favourites: z.number().int(),
      trashed: z.number().int(),
      albums: z.number().int(),
      seconds: z.number(),
      audioBytes: z.number(),
    }),
  }),
  listAlbums: call({ input: NoInput, output: z.array(Album) }),
  createAlbum: call({ input: z.object({ title, trackIds: z.array(TrackId).default([]) }), output: Album }),
  renameAlbum: call({ input: z.object({ albumId: AlbumId, title }), output: Album, failures: ['album.not-found'] }),
  deleteAlbum: call({ input: z.object({ albumId: AlbumId }), output: z.object({ stepId: z.number().int().optional() }), failures: ['album.not-found'] }),
  addToAlbum: call({ input: albumTracks, output: StepOfAlbum, failures: ['album.not-found'] }),
  removeFromAlbum: call({ input: albumTracks, output: StepOfAlbum, failures: ['album.not-found'] }),
  /** one song right before another one of the album, or (undefined) to its end; an album may be of any length */
  moveInAlbum: call({
    input: z.object({ albumId: AlbumId, trackId: TrackId, beforeId: TrackId.optional() }),
    output: z.object({ stepId: z.number().int().optional() }),
    failures: ['album.not-found'],
  }),
  /** the songs named first, in this order; the others keep theirs behind them */
  reorderAlbum: call({ input: albumTracks, output: Album, failures: ['album.not-found'] }),
  /** a JPEG, painted anew from what was chosen; undefined: drawn from the songs again */
  setAlbumCover: call({
    input: z.object({
      albumId: AlbumId,
      jpegBase64: z
        .base64()
        .max(MAX_COVER_BYTES * 1.4)
        .optional(),
    }),
    output: StepOfAlbum,
    failures: ['album.not-found', 'cover.not-a-picture'],
  }),
  ...savedSearches,
  /** imports what the window offered (drop or dialog); one job, a row per file when it ends */
  importOffered: call({ input: z.object({ offerId: OfferId }), output: z.object({ jobId: JobId }), failures: ['import.nothing-offered'] }),
  /** of very many songs that changed together 10,000 are named */
  changed: push(z.object({ trackIds: z.array(TrackId) })),
  albumsChanged: push(z.object({})),
  imported: push(
    z.object({
      jobId: JobId,
      files: z.array(
        z.object({
          name: z.string(),
          /** the folder in which it was found, from the one on that was offered */
          below: z.string().optional(),
          trackId: TrackId.optional(),
          note: z.string().optional(),
          /** these bytes were in the library before */
          isKnown: z.boolean().optional(),
          error: z.object({ code: z.string(), message: z.string() }).optional(),
        }),
      ),
    }),
  ),
} as const
