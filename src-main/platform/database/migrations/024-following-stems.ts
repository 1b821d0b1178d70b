import type { Migration } from './migration.ts'

/** Stems that were made anew for a later take stand in the place of older ones, whose mix they have; `played_gain` is the level to play them at. */
export const followingStems: Migration = {
  version: 24,
  name: 'following-stems',
  sql: `
    ALTER TABLE stem_sets ADD COLUMN follows TEXT;
    ALTER TABLE stem_sets ADD COLUMN played_gain REAL;
  `,
}
