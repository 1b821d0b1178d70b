import type { Migration } from './migration.ts'

/** Takes may be of the kind 'comp'. Done as in `002-enhance-takes`, and for its reason. */
export const compTakes: Migration = {
  version: 16,
  name: 'comp-takes',
  sql: `
    ALTER TABLE takes ADD COLUMN kind_2 TEXT NOT NULL DEFAULT 'original'
      CHECK (kind_2 IN ('original', 'imported', 'regenerate', 'extend', 'enhance', 'comp'));
    UPDATE takes SET kind_2 = kind;
    ALTER TABLE takes DROP COLUMN kind;
    ALTER TABLE takes RENAME COLUMN kind_2 TO kind;
  `,
}
