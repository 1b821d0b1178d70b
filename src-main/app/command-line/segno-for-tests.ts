import { type ChildProcess, spawn } from 'node:child_process'
import { expect } from 'vitest'
import { runCli } from '../../cli/run-cli.ts'
import { openCommandLineStudio, restoreLibrary } from './command-line-studio.ts'

type Environment = Readonly<Record<string, string>>
export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string }
export type Started = {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** rejects where the process ends without */
  readonly says: (text: string | RegExp) => Promise<void>
}

export const commandLineEntry = new URL('../../cli.ts', import.meta.url).pathname

/** `segno` as a process of its own, for what only a process can show: signals, kills, two at once. */
export const startSegno = (home: string, words: readonly string[], env: Environment = {}, node: readonly string[] = []): Started => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...node, commandLineEntry, ...words], {
    env: { ...process.env, SEGNO_HOME: home, INIT_CWD: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  const lookers = new Set<() => void>()
  child.stdout.on('data', (chunk) => {
    said.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said.stderr += String(chunk)
    for (const look of lookers) look()
  })
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...said })))
  const says = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (typeof text === 'string' ? said.stderr.includes(text) : text.test(said.stderr)) && resolve()
      lookers.add(look)
      look()
      void ended.then(() => reject(new Error(`ended before it said “${text}”: ${said.stdout}${said.stderr}`)))
    })
  return { child, ended, says }
}

/** `segno` in this process: the same words, the same studio, without the second that a process takes to start. */
export const segno = async (home: string, words: readonly string[], env: Environment = {}): Promise<Omit<Ended, 'signal'>> => {
  const said = { stdout: '', stderr: '' }
  const surroundings = { env: { ...process.env, SEGNO_HOME: home, ...env }, now: Date.now }
  const stderr = {
    write(text: string): void {
      said.stderr += text
    },
  }
  const defects: unknown[] = []
  const code = await runCli(words, {
    stdout: {
      write(text) {
        said.stdout += text
      },
    },
    stderr,
    folder: home,
    openStudio: () => openCommandLineStudio({ ...surroundings, logLevel: undefined, tell: (sentence) => stderr.write(`${sentence}\n`) }),
    restoreLibrary: () => restoreLibrary(surroundings),
    onInterrupt: () => () => undefined,
    reportDefect: (cause) => void defects.push(cause),
  })
  expect(defects).toEqual([])
  return { code, ...said }
}

/** The one document of a command that succeeds. */
export const succeed = async (home: string, ...words: readonly string[]) => {
  const { code, stdout, stderr } = await segno(home, [...words, '--json'])
  expect(code, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0)
  return JSON.parse(stdout)
}

/** What a command that is refused says: one document, its sentence for people too, exit code 1 (2 where the words were wrong), no defect. */
export const refuse = async (home: string, words: readonly string[], env?: Environment) => {
  const { code, stdout, stderr } = await segno(home, [...words, '--json'], env)
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
  expect(stderr.trim().endsWith(error.message), stderr).toBe(true)
  expect(code).toBe(error.code === 'cli.usage' ? 2 : 1)
  return error
}
