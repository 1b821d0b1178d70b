export { CommentPins } from './CommentPins.tsx'
export { CommentsPanel } from './CommentsPanel.tsx'
export type { CommentDeed, UndoneDeed } from './comment-deeds.ts'
export { beginComment, connectComments, makeTask, putBackDeed, takeBackDeed, useComments } from './comment-store.ts'
