/** One line for the person at the terminal. Always stderr: stdout belongs to the command that is being set up. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** A failure that a person can act on: its message is printed without a stack. */
export class SetupError extends Error {}

/** Runs a command's main function; a SetupError ends the process with its message and code 1, anything else keeps its stack. */
export const main = (work) =>
  work().then(
    (code) => {
      process.exitCode = code ?? 0
    },
    (cause) => {
      say(cause instanceof SetupError ? `\n${cause.message}` : String(cause?.stack ?? cause))
      process.exitCode = 1
    },
  )
