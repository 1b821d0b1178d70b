export { createLastWords } from './last-words.ts'
export { launchNodeProcess } from './launch-node-process.ts'
export type { FromProcess, LaunchProcess, ProcessLink } from './process-link.ts'
export { createProcessPool, type ProcessPool } from './process-pool.ts'
