export { RightsDialog } from './RightsDialog.tsx'
export { askForRights } from './rights-store.ts'
