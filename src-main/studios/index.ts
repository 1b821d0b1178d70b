export { createStudioHandlers } from './studio-handlers.ts'
export { createStudioManager, type StudioManager, type StudioManagerParts } from './studio-manager.ts'
