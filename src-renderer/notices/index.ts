export { NoticeStack } from './NoticeStack.tsx'
export { notify, notifyFailure, useNotices } from './notice-store.ts'
