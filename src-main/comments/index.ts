export { createCommentHandlers } from './comment-handlers.ts'
