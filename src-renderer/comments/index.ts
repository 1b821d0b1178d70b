export { CommentPins } from './CommentPins.tsx'
export { CommentsPanel } from './CommentsPanel.tsx'
export { beginComment, type CommentDeed, connectComments, makeTask, putBackDeed, takeBackDeed, type UndoneDeed, useComments } from './comment-store.ts'
