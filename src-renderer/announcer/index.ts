export { Announcer } from './Announcer.tsx'
export { answer, confirm, sayAgain, tellNews } from './announcement-store.ts'
