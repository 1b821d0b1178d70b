export { NoticeStack } from './NoticeStack.tsx'
export { notify, notifyFailure } from './notice-store.ts'
