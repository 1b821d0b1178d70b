import { writeSync } from 'node:fs'
import { cancelled, runCli } from '../../cli/run-cli.ts'

/** A second Ctrl-C this much later means "now"; a terminal and npm together may send the first one twice. */
const SECOND_INTERRUPT_MILLISECONDS = 500
/** Whatever still runs this long after Ctrl-C is left behind; it was never published. */
const PATIENCE_MILLISECONDS = 900
const CANCELLED = 130

/** The studio and all that it needs are loaded by the commands that need it: help and wrong words are answered without. */
const loadStudio = () => import('./command-line-studio.ts')

/** `segno` with these words in this process. Returns its exit code; where somebody will not wait after Ctrl-C the process ends here. */
export const runCommandLine = async (words: readonly string[]): Promise<number> => {
  const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
  const logLevelAt = words.indexOf('--log-level')

  let hasAnswered = false
  const stdout = {
    write(text: string): void {
      hasAnswered = true
      process.stdout.write(text)
    },
  }

  /** Leaves whatever still runs. A reader of JSON gets its one document also now; `writeSync`, because the process ends with this line. */
  const leave = (): never => {
    if (words.includes('--json') && !hasAnswered) writeSync(1, `${JSON.stringify({ error: cancelled }, null, 2)}\n`)
    process.exit(CANCELLED)
  }

  const onInterrupt = (callback: () => void): (() => void) => {
    let firstAt: number | undefined
    const hear = (): void => {
      const at = performance.now()
      if (firstAt !== undefined && at - firstAt > SECOND_INTERRUPT_MILLISECONDS) leave()
      if (firstAt !== undefined) return
      firstAt = at
      setTimeout(leave, PATIENCE_MILLISECONDS).unref()
      callback()
    }
    process.on('SIGINT', hear).on('SIGTERM', hear)
    return () => process.off('SIGINT', hear).off('SIGTERM', hear)
  }

  // while a job waits for its lane (the window may hold it), nothing else keeps the process going
  const keepAwake = setInterval(() => {}, 60_000)

  // a reader that went away (`segno … | head`) is no defect
  process.stdout.on('error', () => process.exit(0))

  const exitCode = await runCli(words, {
    stdout,
    stderr: process.stderr,
    // npm changes to the package's folder and keeps the person's own here
    folder: process.env.INIT_CWD ?? process.cwd(),
    openStudio: async () => {
      const { openCommandLineStudio } = await loadStudio()
      return openCommandLineStudio({ env: process.env, now: Date.now, logLevel: logLevelAt >= 0 ? words[logLevelAt + 1] : undefined, tell })
    },
    restoreLibrary: async () => (await loadStudio()).restoreLibrary({ env: process.env, now: Date.now }),
    onInterrupt,
    reportDefect: (cause) => void loadStudio().then(({ reportCommandLineDefect }) => reportCommandLineDefect(cause)),
  })
  clearInterval(keepAwake)
  return exitCode
}
