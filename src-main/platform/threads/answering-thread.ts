import { Worker } from 'node:worker_threads'
import { FailureError } from '../../../src-shared/kernel/failure.ts'
import { crashed } from '../workers/pool-worker.ts'
import { ANSWERING_THREAD, type AnswererData, type FromAnswerer, type ToAnswerer } from './serve-questions.ts'

/** How long a thread that was told to leave may take to end by itself, milliseconds. */
const LEAVING_MILLISECONDS = 5_000
/** A question that ended the thread so often is not asked again. */
const MOST_ASKED = 2

/**
 * One thread that keeps what it has read and answers many questions at a time, in slices. It starts with the first question. One that dies is
 * started anew and what it had not answered is asked once more.
 */
export type AnsweringThread = {
  /** @throws FailureError of the answer, or engine.crashed; AbortError at once after `signal`, and when the thread is closed */
  ask<T>(name: string, payload: unknown, signal?: AbortSignal): Promise<T>
  close(): Promise<void>
}

type Asked = {
  readonly name: string
  readonly payload: unknown
  times: number
  readonly resolve: (value: unknown) => void
  readonly reject: (cause: unknown) => void
}

/** @param given plain data that the thread's file is opened with (see `serveQuestions`) */
export const createAnsweringThread = (workerUrl: URL, given: unknown): AnsweringThread => {
  const waiting = new Map<number, Asked>()
  let running: { readonly post: (message: ToAnswerer) => void; readonly worker: Worker; readonly ended: Promise<void> } | undefined
  let count = 0
  let isClosed = false

  const settle = (id: number): Asked | undefined => {
    const asked = waiting.get(id)
    waiting.delete(id)
    // while it is closed the process waits for it, whatever it still answers
    if (waiting.size === 0 && !isClosed) running?.worker.unref()
    return asked
  }

  const start = (): NonNullable<typeof running> => {
    const worker = new Worker(workerUrl, { workerData: { kind: ANSWERING_THREAD, given } satisfies AnswererData })
    worker.unref()
    let lastWords: unknown
    worker.on('message', (message: FromAnswerer) => {
      const asked = settle(message.id)
      if (message.kind === 'answered') asked?.resolve(message.value)
      else asked?.reject(message.kind === 'failed' ? new FailureError(message.failure) : message.error)
    })
    worker.on('error', (cause) => {
      lastWords = cause
    })
    const ended = new Promise<void>((resolve) =>
      worker.once('exit', (code) => {
        resolve()
        if (running?.worker === worker) running = undefined
        if (isClosed) return
        for (const [id, asked] of [...waiting]) {
          if (asked.times >= MOST_ASKED) settle(id)?.reject(crashed(lastWords ?? new Error(`the thread ended with code ${code}`)))
          else post(id, asked)
        }
      }),
    )
    return { post: (message) => worker.postMessage(message), worker, ended }
  }

  const post = (id: number, asked: Asked): void => {
    asked.times += 1
    running ??= start()
    running.worker.ref()
    running.post({ kind: 'ask', id, name: asked.name, payload: asked.payload })
  }

  const withdrawn = () => new DOMException('The question was withdrawn.', 'AbortError')

  return {
    ask<T>(name: string, payload: unknown, signal?: AbortSignal): Promise<T> {
      if (isClosed || signal?.aborted) return Promise.reject(withdrawn())
      count += 1
      const id = count
      return new Promise<unknown>((resolve, reject) => {
        const asked: Asked = { name, payload, times: 0, resolve, reject }
        waiting.set(id, asked)
        signal?.addEventListener(
          'abort',
          () => {
            if (!settle(id)) return
            running?.post({ kind: 'drop', id })
            reject(withdrawn())
          },
          { once: true },
        )
        post(id, asked)
      }) as Promise<T>
    },
    async close() {
      isClosed = true
      for (const id of [...waiting.keys()]) settle(id)?.reject(withdrawn())
      if (!running) return
      const { worker, ended } = running
      // the process waits for it, so that the file is let go before the writing connection closes
      worker.ref()
      running.post({ kind: 'leave' })
      const kill = setTimeout(() => void worker.terminate(), LEAVING_MILLISECONDS)
      kill.unref()
      await ended
      clearTimeout(kill)
    },
  }
}
