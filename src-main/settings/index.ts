export { backupsExist, diskHasRoom, type Examination, folderIsWritable, libraryIsSound } from './health-checks.ts'
export { setAsideIn } from './set-aside.ts'
export { settingsHandlers } from './settings-handlers.ts'
export { createSettingsService, type SettingsService } from './settings-service.ts'
