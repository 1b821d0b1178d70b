import type { Migration } from './migration.ts'

/**
 * Takes may be of the kind 'enhance'. SQLite cannot change a CHECK; a column is added, filled and takes the old one's name, so that the
 * table, which refers to itself and is referred to, stays where it is.
 */
export const enhanceTakes: Migration = {
  version: 2,
  name: 'enhance-takes',
  sql: `
    ALTER TABLE takes ADD COLUMN kind_2 TEXT NOT NULL DEFAULT 'original' CHECK (kind_2 IN ('original', 'imported', 'regenerate', 'extend', 'enhance'));
    UPDATE takes SET kind_2 = kind;
    ALTER TABLE takes DROP COLUMN kind;
    ALTER TABLE takes RENAME COLUMN kind_2 TO kind;
  `,
}
