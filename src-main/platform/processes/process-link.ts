import type { Failure } from '../../../src-shared/kernel/failure.ts'

/** Pool -> process. `leave`: nothing comes any more, end by yourself. A process has one task at a time. */
export type ToProcess =
  | { readonly kind: 'task'; readonly id: number; readonly task: string; readonly payload: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'pause'; readonly id: number; readonly isPaused: boolean }
  | { readonly kind: 'leave' }

/** Process -> pool. `ready` comes once, before anything else. Failures cross as data, defects (and AbortError) as their name and words. */
export type FromProcess =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number; readonly stage: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'broke'; readonly id: number; readonly name: string; readonly message: string; readonly stack: string | undefined }

/**
 * A child process as its parent holds it, whoever started it: Node (`launch-node-process.ts`) or Electron (`app/window/launch-utility-process.ts`).
 * Messages are structured clones: typed arrays cross by copy, so whole songs go as file paths.
 */
export type ProcessLink = {
  readonly pid: number | undefined
  send(message: ToProcess): void
  onMessage(listener: (message: FromProcess) => void): void
  /** `lastWords`: the end of what it wrote to stderr */
  onExit(listener: (how: { readonly code: number | null; readonly signal: string | null; readonly lastWords: string }) => void): void
  /** SIGKILL */
  kill(): void
  /** whether this process stays alive for it */
  hold(isHeld: boolean): void
}

/** @param name what the system's process list should call it, where it can */
export type LaunchProcess = (entry: URL, name: string) => ProcessLink
