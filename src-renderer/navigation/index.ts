export { goBack, goForward, goTo, type Place, type Route, type SettingsSection, useRoute } from './route-store.ts'
