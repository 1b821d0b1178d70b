export { knownThumbnail, wishForThumbnail } from './thumbnails.ts'
export { useThumbnail } from './use-thumbnail.ts'
export { stir } from './when-still.ts'
