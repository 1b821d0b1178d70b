import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { FromProcess, LaunchProcess } from '../../platform/processes/index.ts'
import { createLastWords, MEMORY_HABITS } from '../../platform/processes/index.ts'

/** A child process of Electron's: the only kind that a packaged app can start (its fuses forbid running as Node). */
export const launchUtilityProcess: LaunchProcess = (entry, name) => {
  const child = utilityProcess.fork(fileURLToPath(entry), [], {
    env: { ...MEMORY_HABITS, ...process.env },
    serviceName: name,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lastWords = createLastWords()
  child.stderr?.on('data', lastWords.hear)
  let pid: number | undefined
  let isOver = false
  child.once('spawn', () => {
    pid = child.pid
  })
  return {
    get pid() {
      return pid
    },
    send: (message) => {
      if (!isOver) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', (message: FromProcess) => listener(message)),
    onExit: (listener) =>
      void child.once('exit', (code) => {
        isOver = true
        listener({ code, signal: null, lastWords: lastWords.text() })
      }),
    // Electron's own kill() is SIGTERM, which a process inside a native call does not hear
    kill: () => {
      if (pid === undefined) return void child.kill()
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        child.kill()
      }
    },
    // the app lives by its window, not by its children
    hold: () => undefined,
  }
}
