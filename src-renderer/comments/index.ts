export { CommentPins } from './CommentPins.tsx'
export { CommentsPanel } from './CommentsPanel.tsx'
export { beginComment, type CommentDeed, connectComments, makeTask, takeBackDeed, useComments } from './comment-store.ts'
