import type { Bulk, Database } from '../platform/database/index.ts'

/** Smaller steps are written here: they are done before a thread is up. */
const LARGE = 500

/** Where a step of so many changes is written. */
export const writerOf = ({ bulk, transaction }: Pick<Database, 'bulk' | 'transaction'>, changes: number): Bulk =>
  changes >= LARGE ? bulk : { isBeside: false, transaction, flush: async () => {} }
