export { useThumbnail } from './use-thumbnail.ts'
