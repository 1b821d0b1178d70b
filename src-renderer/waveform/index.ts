export { knownThumbnail, wishForThumbnail } from './thumbnails.ts'
export { useThumbnail } from './use-thumbnail.ts'
export { stir, whenStill } from './when-still.ts'
