export { JobsTray } from './JobsTray.tsx'
export { jobLine } from './job-words.ts'
export { cancelJob, connectJobs, pauseJob, resumeJob, retryJob, useJobs } from './jobs-store.ts'
