import { CommanderError } from '@commander-js/extra-typings'
import { type Failure, FailureError, failure, isAbort } from '../../src-shared/kernel/failure.ts'
import { createJobFollower, type JobFollower } from './follow-jobs.ts'
import type { Outcome, RestoreLibrary, RunCommand } from './outcome.ts'
import { createProgram } from './program.ts'
import { createProgressLine, type TextStream } from './progress-line.ts'
import type { StudioServices } from './studio-services.ts'

/** 0 only on success; 130 after Ctrl-C, as shells expect. */
const FAILED = 1
const MISUSED = 2
const CANCELLED = 130

export type CliSurroundings = {
  readonly stdout: TextStream
  readonly stderr: TextStream
  /** where relative paths start */
  readonly folder: string
  readonly openStudio: () => Promise<StudioServices>
  /** puts a damaged library file aside and brings back the newest good backup, where the library is damaged */
  readonly restoreLibrary: () => Promise<Outcome>
  /** Calls back on Ctrl-C. Returns the function that stops listening. */
  readonly onInterrupt: (callback: () => void) => () => void
  readonly reportDefect: (cause: unknown) => void
}

export const cancelled: Failure = failure('cli.cancelled', 'Cancelled. Nothing was changed.')
const DEFECT: Failure = failure('cli.defect', 'Something in the studio went wrong. Your songs are safe; the log says more.')

/**
 * One command from its words to its exit code. stdout gets the outcome and nothing else (with `--json` exactly one document, also for a
 * failure); progress and sentences go to stderr. Never throws.
 */
export const runCli = async (
  words: readonly string[],
  { stdout, stderr, folder, openStudio, restoreLibrary, onInterrupt, reportDefect }: CliSurroundings,
): Promise<number> => {
  const isJson = words.includes('--json')
  let exitCode = 0
  let isInterrupted = false
  let follower: JobFollower | undefined
  let stopStep: (() => Promise<unknown>) | undefined

  const fail = ({ code, message }: Failure, status: number): void => {
    exitCode = status
    if (isJson) stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`)
    stderr.write(`${message}\n`)
  }

  const show = ({ json, text, failure: failed }: Outcome): void => {
    stdout.write(isJson ? `${JSON.stringify(json, null, 2)}\n` : text && `${text}\n`)
    if (!failed) return
    exitCode = FAILED
    stderr.write(`${failed.message}\n`)
  }

  const run: RunCommand = async (command) => {
    const studio = await openStudio()
    const progress = createProgressLine(stderr, words.includes('--quiet'))
    follower = createJobFollower(studio, progress)
    // a change of many songs is no job, and is shown and stopped like one
    const stopWatching = studio.events.on('history.progressed', ({ stepId, label, fraction }) => {
      stopStep = () => studio.handlers.history.stop({ stepId })
      progress.show({ id: `step ${stepId}`, title: label, stage: '', fraction, state: 'running' })
    })
    try {
      // Ctrl-C while the studio was being opened
      if (isInterrupted) throw new FailureError(cancelled)
      show(await command({ studio, follow: follower.follow, folder }))
    } finally {
      stopWatching()
      progress.clear()
      // the outcome stands, and is said once, however the closing goes; a disk that is full then, too, is no defect of ours
      await studio.close().catch((cause) => {
        if (!(cause instanceof FailureError)) reportDefect(cause)
      })
    }
  }

  const restore: RestoreLibrary = async () => show(await restoreLibrary())

  const stopListening = onInterrupt(() => {
    isInterrupted = true
    follower?.cancelAll().catch(reportDefect)
    stopStep?.().catch(reportDefect)
  })
  const program = createProgram(run, restore)
  // what commander says of wrong words is said once, by us
  const misuse: string[] = []
  const quieten = (command: typeof program): void => {
    command.configureOutput({ writeOut: (text) => stdout.write(text), writeErr: () => {}, outputError: (text) => misuse.push(text.trim()) })
    command.exitOverride()
    for (const child of command.commands) quieten(child as typeof program)
  }
  quieten(program)
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (cause) {
    if (cause instanceof CommanderError) {
      if (cause.exitCode === 0) return 0
      const sentence = misuse[0]?.replace(/^error: /, '') || 'Say what to do. --help shows every command.'
      fail(failure('cli.usage', sentence.charAt(0).toUpperCase() + sentence.slice(1)), MISUSED)
    } else if (isInterrupted || isAbort(cause)) fail(cancelled, CANCELLED)
    else if (cause instanceof FailureError) fail(cause.failure, cause.failure.code === 'cli.usage' ? MISUSED : FAILED)
    else {
      reportDefect(cause)
      fail(DEFECT, FAILED)
    }
  } finally {
    stopListening()
  }
  return exitCode
}
