export { JobsTray } from './JobsTray.tsx'
export { jobLine } from './job-words.ts'
export { cancelJob, connectJobs, retryJob, useJobs } from './jobs-store.ts'
