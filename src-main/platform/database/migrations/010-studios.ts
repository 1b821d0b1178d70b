import type { Migration } from './migration.ts'

/** In which studio a song was made; null: in the open one. */
export const studios: Migration = {
  version: 10,
  name: 'studios',
  sql: `
    ALTER TABLE tracks ADD COLUMN studio TEXT;
    CREATE INDEX tracks_by_studio ON tracks (studio) WHERE studio IS NOT NULL AND trashed_at IS NULL;
  `,
}
