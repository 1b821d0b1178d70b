import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'

/**
 * A virtual display for one worker (Linux only; elsewhere the windows share the desktop). Two apps on one display take the focus and the pointer
 * from each other when a window opens: a field is left, a drag is given up, as with a person who changes windows in the middle of it.
 * @returns what closes it again
 * @throws Error when Xvfb does not start
 */
export const openOwnDisplay = async (): Promise<() => Promise<void>> => {
  if (process.platform !== 'linux') return async () => undefined
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1920x1200x24', '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await Promise.race([
    once(server.stdio[3] as Readable, 'data').then(([chunk]) => String(chunk).trim()),
    once(server, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code} before it was ready.`))),
  ])
  process.once('exit', () => server.kill())
  const before = process.env.DISPLAY
  process.env.DISPLAY = `:${number}`
  return async () => {
    if (before === undefined) delete process.env.DISPLAY
    else process.env.DISPLAY = before
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
}
