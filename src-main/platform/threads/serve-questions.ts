import { parentPort, workerData } from 'node:worker_threads'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'

/** Asker -> thread. `drop`: nobody waits for this answer any more. `leave`: nothing comes any more. */
export type ToAnswerer =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly payload: unknown }
  | { readonly kind: 'drop'; readonly id: number }
  | { readonly kind: 'leave' }
/** Thread -> asker. Failures cross as data, defects as errors. */
export type FromAnswerer =
  | { readonly kind: 'answered'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'broke'; readonly id: number; readonly error: Error }

/** What marks a thread that `createAnsweringThread` started, and what it was given. */
export const ANSWERING_THREAD = 'segno:answering-thread'
export type AnswererData = { readonly kind: typeof ANSWERING_THREAD; readonly given: unknown }

export type Answers = {
  /** by the name of the question; the signal is aborted when nobody waits any more: look at it between slices */
  readonly [name: string]: (payload: never, signal: AbortSignal) => Promise<unknown>
}

/** The body of an answering thread's file: `open` is called with what the asker gave, once. Does nothing where the file is merely imported. */
export const serveQuestions = <G>(open: (given: G) => { readonly answers: Answers; close(): Promise<void> }): void => {
  const data = workerData as AnswererData | undefined
  const port = parentPort
  if (data?.kind !== ANSWERING_THREAD || !port) return
  const { answers, close } = open(data.given as G)
  const asked = new Map<number, AbortController>()
  const send = (message: FromAnswerer): void => port.postMessage(message)

  const answer = async (id: number, name: string, payload: unknown): Promise<void> => {
    const dropped = new AbortController()
    asked.set(id, dropped)
    try {
      const known = answers[name]
      if (!known) throw new Error(`there is no question ${name}`)
      const value = await known(payload as never, dropped.signal)
      if (!dropped.signal.aborted) send({ kind: 'answered', id, value })
    } catch (cause) {
      if (dropped.signal.aborted) return
      if (cause instanceof FailureError) send({ kind: 'failed', id, failure: cause.failure })
      else send({ kind: 'broke', id, error: cause instanceof Error ? cause : new Error(String(cause)) })
    } finally {
      asked.delete(id)
    }
  }

  port.on('message', (message: ToAnswerer) => {
    if (message.kind === 'ask') void answer(message.id, message.name, message.payload)
    else if (message.kind === 'drop') asked.get(message.id)?.abort()
    else {
      for (const question of asked.values()) question.abort()
      void close().finally(() => port.close())
    }
  })
}
