import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createLastWords } from './last-words.ts'
import { MEMORY_HABITS } from './memory-habits.ts'
import type { FromProcess, LaunchProcess } from './process-link.ts'

/** A child process of Node's own: for the command line, benchmarks and tests. */
export const launchNodeProcess: LaunchProcess = (entry) => {
  // ours may have been started with --test or --inspect; those are not for the child
  const execArgv = ['--disable-warning=ExperimentalWarning']
  const child = fork(fileURLToPath(entry), [], {
    env: { ...MEMORY_HABITS, ...process.env },
    serialization: 'advanced',
    execArgv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const lastWords = createLastWords()
  child.stderr?.on('data', lastWords.hear)
  const stream = child.stderr as unknown as { ref?(): void; unref?(): void } | null
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromProcess)),
    onExit: (listener) => {
      let isOver = false
      const end = (code: number | null, signal: string | null) => {
        if (isOver) return
        isOver = true
        listener({ code, signal, lastWords: lastWords.text() })
      }
      child.once('exit', end)
      child.once('error', (cause) => {
        lastWords.hear(String(cause))
        end(null, null)
      })
    },
    kill: () => void child.kill('SIGKILL'),
    hold(isHeld) {
      const how = isHeld ? 'ref' : 'unref'
      child[how]()
      child.channel?.[how]()
      stream?.[how]?.()
    },
  }
}
