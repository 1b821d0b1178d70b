import type { Migration } from './migration.ts'

/**
 * Where a file says its song stands: album artist, disc and number. `albums.tag_key`: of which album tag an album was made, so that the same tag is
 * never made into a second one, whatever the musician calls it by now.
 */
export const albumTags: Migration = {
  version: 37,
  name: 'album-tags',
  sql: `
    ALTER TABLE tracks ADD COLUMN album_artist TEXT;
    ALTER TABLE tracks ADD COLUMN disc_number INTEGER;
    ALTER TABLE tracks ADD COLUMN track_number INTEGER;
    ALTER TABLE albums ADD COLUMN tag_key TEXT;
  `,
}
