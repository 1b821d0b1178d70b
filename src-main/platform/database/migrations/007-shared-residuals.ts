import type { Migration } from './migration.ts'

/** What a separator left over of a song, where that was shared among its stems. */
export const sharedResiduals: Migration = {
  version: 7,
  name: 'shared-residuals',
  sql: 'ALTER TABLE stem_sets ADD COLUMN shared_residual_db REAL;',
}
