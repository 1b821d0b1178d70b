import type { Migration } from './migration.ts'

/** An album's songs by their places, so that the neighbours of one are found without reading the others. */
export const albumPlaces: Migration = {
  version: 38,
  name: 'album-places',
  sql: `
    CREATE INDEX album_tracks_by_place ON album_tracks (album_id, position);
  `,
}
