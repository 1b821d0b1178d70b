export { CreatePage } from './CreatePage.tsx'
export { createActions } from './create-actions.ts'
export { connectGeneration } from './create-store.ts'
export { SongPlan } from './SongPlan.tsx'
