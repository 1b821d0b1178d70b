import { spawn } from 'node:child_process'

/**
 * Runs a program to its end, without stdin. Its stdout goes to our stderr unless `stdout` says otherwise.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, stdout?: 'stderr' | 'inherit' | 'collect', quiet?: boolean, stdin?: 'ignore' | 'inherit' }} [options]
 *   `collect` returns stdout as text; `quiet` keeps the output and gives it back only with a failure
 * @returns {Promise<{ code: number, text: string }>} `code` is 127 when the program does not exist, 128 + n when signal n ended it
 */
export const run = (command, args, options = {}) =>
  new Promise((resolve) => {
    const { cwd, env = process.env, stdout = 'stderr', quiet = false, stdin = 'ignore' } = options
    const collected = []
    const out = stdout === 'inherit' ? 'inherit' : stdout === 'collect' || quiet ? 'pipe' : 2
    const child = spawn(command, args, { cwd, env, stdio: [stdin, out, quiet ? 'pipe' : 2] })
    const passOn = (signal) => child.kill(signal)
    process.on('SIGINT', passOn).on('SIGTERM', passOn)
    child.stdout?.on('data', (chunk) => collected.push(chunk))
    child.stderr?.on('data', (chunk) => collected.push(chunk))
    const finish = (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn)
      resolve({ code, text: Buffer.concat(collected).toString() })
    }
    child.on('error', () => finish(127))
    child.on('close', (code, signal) => finish(code ?? 128 + (signalNumbers[signal] ?? 0)))
  })

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }
