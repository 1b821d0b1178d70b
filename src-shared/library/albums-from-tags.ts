import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { AlbumId, Sha256 } from '../kernel/ids.ts'

/** Songs shown in a preview's albums are counted, not listed; so many albums are listed. */
export const MOST_PLANNED_ALBUMS = 500

/** What becomes of the songs that carry one album tag. */
export const PlannedAlbum = z.object({
  title: z.string(),
  /** whose album its files say it is, or the folder that they lie in */
  by: z.string().optional(),
  /** the album that they join; undefined: a new one is made */
  albumId: AlbumId.optional(),
  /** songs that the album has afterwards, and how many of them come in now */
  songs: z.number().int(),
  added: z.number().int(),
  coverSha256: Sha256.optional(),
  firstAudioSha256: Sha256.optional(),
})
export type PlannedAlbum = z.output<typeof PlannedAlbum>

export const AlbumTagCounts = z.object({
  made: z.number().int(),
  joined: z.number().int(),
  /** songs that come into an album */
  songs: z.number().int(),
  /** albums that have all their songs already */
  complete: z.number().int(),
  /** tags that only one song has; no album is made of them unless that is asked for */
  singles: z.number().int(),
})
export type AlbumTagCounts = z.output<typeof AlbumTagCounts>

const AlbumsFromTagsPlan = z.object({ counts: AlbumTagCounts, albums: z.array(PlannedAlbum) })
export type AlbumsFromTagsPlan = z.output<typeof AlbumsFromTagsPlan>

const which = z.object({
  /** songs of `openSelection`; undefined: the whole library */
  selectionId: z.string().optional(),
  /** also albums of one song */
  withSingles: z.boolean().default(false),
})
const failures = ['edit.selection-forgotten'] as const

/**
 * Albums out of the album tags that imported files carry: one for each tag and album artist (where none is said: for each folder), its songs by
 * disc and number. An album that was made of the same tag before, or has its name, is joined. Songs in the trash are left out.
 */
export const albumsFromTags = {
  planAlbumsFromTags: call({ input: which, output: AlbumsFromTagsPlan, failures }),
  /** one step of the history, the whole of it or nothing; asked for again it changes nothing */
  makeAlbumsFromTags: call({
    input: which,
    output: z.object({ counts: AlbumTagCounts, stepId: z.number().int().optional() }),
    failures: [...failures, 'edit.stopped'],
  }),
} as const
