export { CommentPins } from './CommentPins.tsx'
export { CommentsPanel } from './CommentsPanel.tsx'
export { beginComment, connectComments, makeTask } from './comment-store.ts'
