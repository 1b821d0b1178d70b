export { jobsHandlers } from './jobs-handlers.ts'
