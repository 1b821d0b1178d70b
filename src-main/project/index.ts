export { createLibrarySongs } from './library-songs.ts'
export { createProjectHandlers } from './project-handlers.ts'
export { createProjectService, type ProjectParts, type ProjectService } from './project-service.ts'
export type { AudioLayouts, Song, SongShelf } from './song-ports.ts'
