/** What a song is made of, whether it may be sold, and who did what. */
export { createRightsHandlers } from './rights-handlers.ts'
export { createRightsService, type RightsService } from './rights-service.ts'
export type { FindTerms } from './sources.ts'
