import type { PushName, PushPayload } from '../../src-shared/ipc/call.ts'
import type { StudioContract } from '../../src-shared/ipc/studio-contract.ts'

type EventMap = {
  [D in keyof StudioContract & string as `${D}.${PushName<StudioContract[D]>}`]: D
}
export type EventName = keyof EventMap
export type EventPayload<N extends EventName> = N extends `${infer D}.${infer K}`
  ? D extends keyof StudioContract
    ? K extends PushName<StudioContract[D]>
      ? PushPayload<StudioContract[D], K>
      : never
    : never
  : never
export type StudioEvent = { [N in EventName]: { readonly name: N; readonly payload: EventPayload<N> } }[EventName]

/** Facts on their way up: "library.changed", never an instruction. Listeners that throw do not stop the others. */
export type Events = {
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
  onAny(listener: (event: StudioEvent) => void): () => void
}

export const createEvents = (onListenerError: (cause: unknown) => void): Events => {
  const listeners = new Set<(event: StudioEvent) => void>()
  const onAny: Events['onAny'] = (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    onAny,
    on: (name, listener) => onAny((event) => event.name === name && listener(event.payload as never)),
    emit: (name, payload) => {
      for (const listener of listeners) {
        try {
          listener({ name, payload } as StudioEvent)
        } catch (cause) {
          onListenerError(cause)
        }
      }
    },
  }
}
