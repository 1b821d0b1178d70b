import { z } from 'zod'
import { AlbumId } from '../kernel/ids.ts'
import { TrackFilters } from './track-filters.ts'

/** `albumOrder` is the order that the musician gave an album; where no `albumId` is asked for it means `createdAt`. */
export const TrackSort = z.enum([
  'createdAt',
  'updatedAt',
  'title',
  'artist',
  'album',
  'year',
  'seconds',
  'tempoBpm',
  'key',
  'style',
  'studio',
  'engine',
  'rating',
  'mood',
  'loudness',
  'licence',
  'albumOrder',
])
export type TrackSort = z.output<typeof TrackSort>

/** `view` says which shelf; songs fit `text` and every filter. */
export const TrackSelection = z.object({
  text: z.string().max(500).default(''),
  view: z.enum(['all', 'favourites', 'trash']).default('all'),
  albumId: AlbumId.optional(),
  filters: TrackFilters.optional(),
})
export type TrackSelection = z.output<typeof TrackSelection>

/** `cursor` comes from the page before (keyset paging); without one a page begins `offset` songs after the first. */
export const TrackQuery = TrackSelection.extend({
  sort: TrackSort.default('createdAt'),
  descending: z.boolean().default(true),
  limit: z.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
  offset: z.number().int().min(0).optional(),
})
export type TrackQuery = z.output<typeof TrackQuery>
