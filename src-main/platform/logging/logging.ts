import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { getRotatingFileSink } from '@logtape/file'
import { compareLogLevel, configureSync, disposeSync, getJsonLinesFormatter, getLogger, type LogLevel, type Sink } from '@logtape/logtape'

const MAX_FILE_BYTES = 5 * 1024 * 1024
const KEPT_FILES = 5

export type Logging = {
  setLevel(level: LogLevel): void
  /** Writes down what nobody caught. It changes nothing about what happens then. Returns the function that stops. */
  watchUncaught(): () => void
  close(): void
}

export type LoggingOptions = {
  readonly folder: string
  /** one file a kind of process ("studio", "segno"), so that they do not rotate each other's */
  readonly name: string
  readonly level: LogLevel
  /** told once where the file cannot be written: the studio goes on without a log */
  readonly onTrouble: (sentence: string) => void
}

/** A log must not stop the music: what cannot be written (a full disk) is dropped, and said once. */
const forgiving = (sink: Sink, onTrouble: (sentence: string) => void): Sink => {
  let isSaid = false
  return (record) => {
    try {
      sink(record)
    } catch (cause) {
      if (isSaid) return
      isSaid = true
      onTrouble(`The log cannot be written: ${String(cause)}`)
    }
  }
}

const openSink = ({ folder, name, onTrouble }: LoggingOptions): Sink & Partial<Disposable> => {
  try {
    mkdirSync(folder, { recursive: true })
    // unbuffered, so that a killed process has said everything it said
    return getRotatingFileSink(join(folder, `${name}.log`), {
      maxSize: MAX_FILE_BYTES,
      maxFiles: KEPT_FILES,
      bufferSize: 0,
      formatter: getJsonLinesFormatter({ properties: 'nest:data' }),
    })
  } catch (cause) {
    onTrouble(`The log cannot be written in ${folder}: ${String(cause)}`)
    return () => {}
  }
}

/**
 * JSON lines in UTC under `folder`, rotating. Everything logs through LogTape's `getLogger(['segno', …])`; before this is called, and in
 * tests, that goes nowhere.
 */
export const createLogging = (options: LoggingOptions): Logging => {
  let threshold = options.level
  const file = openSink(options)
  const leveled: Sink = (record) => {
    if (compareLogLevel(record.level, threshold) >= 0) file(record)
  }
  configureSync({
    reset: true,
    sinks: { file: forgiving(leveled, options.onTrouble) },
    loggers: [
      { category: 'segno', sinks: ['file'], lowestLevel: 'trace' },
      { category: ['logtape', 'meta'], sinks: [], lowestLevel: 'fatal' },
    ],
  })
  return {
    setLevel(level) {
      threshold = level
    },
    watchUncaught() {
      const log = getLogger(['segno', 'process'])
      const onUncaught = (cause: Error, origin: string) => log.fatal('{origin}', { origin, cause })
      const onWarning = (warning: Error) => log.warn('{name}: {message}', { name: warning.name, message: warning.message })
      process.on('uncaughtExceptionMonitor', onUncaught)
      process.on('warning', onWarning)
      return () => {
        process.off('uncaughtExceptionMonitor', onUncaught)
        process.off('warning', onWarning)
      }
    },
    close() {
      disposeSync()
      file[Symbol.dispose]?.()
    },
  }
}
