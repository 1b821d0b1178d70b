export { SettingsPage } from './SettingsPage.tsx'
export { changeSettings, connectSettings, useSettings } from './settings-store.ts'
