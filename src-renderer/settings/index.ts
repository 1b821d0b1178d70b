export { connectKeys } from './keyboard/key-choices.ts'
export { connectOutput } from './output-choice.ts'
export { SettingsPage } from './SettingsPage.tsx'
export { changeSettings, connectSettings, useSettings } from './settings-store.ts'
