export { goBack, goForward, goTo, type Place, type Route, type SettingsSection, type StartFrom, settleRoute, useRoute } from './route-store.ts'
