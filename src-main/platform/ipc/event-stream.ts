import type { WireEvent } from '../../../src-shared/ipc/wire.ts'
import type { Events } from '../events.ts'

/** Facts as an endless stream, in order, until the signal. A listener that reads slowly gets everything later, not less. */
export async function* eventStream(events: Events, signal: AbortSignal | undefined): AsyncGenerator<WireEvent> {
  const waiting: WireEvent[] = []
  let wake = () => {}
  const stopListening = events.onAny(({ name, payload }) => {
    const dot = name.indexOf('.')
    waiting.push({ domain: name.slice(0, dot), name: name.slice(dot + 1), payload })
    wake()
  })
  const onAbort = () => wake()
  signal?.addEventListener('abort', onAbort)
  try {
    while (!signal?.aborted) {
      const next = waiting.shift()
      if (next) yield next
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    signal?.removeEventListener('abort', onAbort)
    stopListening()
  }
}
