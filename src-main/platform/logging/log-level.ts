import type { LogLevel } from '@logtape/logtape'

const words: Readonly<Record<string, LogLevel>> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warning',
  warning: 'warning',
  error: 'error',
  fatal: 'fatal',
}

/** A level as a person writes it; undefined where the word is none. */
export const readLogLevel = (word: string | undefined): LogLevel | undefined => (word === undefined ? undefined : words[word.trim().toLowerCase()])

/** `--log-level` wins over SEGNO_LOG_LEVEL, which wins over the settings. */
export const chooseLogLevel = (given: {
  readonly flag?: string | undefined
  readonly environment?: string | undefined
  readonly setting?: string | undefined
}): LogLevel => readLogLevel(given.flag) ?? readLogLevel(given.environment) ?? readLogLevel(given.setting) ?? 'info'
