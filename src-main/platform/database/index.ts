export { type Backup, listBackups } from './backups.ts'
export { type Database, type OpenDatabaseOptions, openDatabase, type Queries, type Tx } from './open-database.ts'
export { KEEP_UNKNOWN_AUDIO, type SalvageReport, salvageDatabase } from './salvage.ts'
export type * from './tables.ts'
