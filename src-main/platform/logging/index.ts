export { chooseLogLevel, readLogLevel } from './log-level.ts'
export { createLogging, type Logging, type LoggingOptions } from './logging.ts'
