import { failure, isAbort } from '../kernel/failure.ts'
import { err } from '../kernel/result.ts'
import { type StudioClient, studioContract } from './studio-contract.ts'
import type { WireClient } from './wire.ts'

/**
 * The studio as callers see it: `studio.library.list({…})` answers a Result and never throws; `studio.jobs.on('changed', …)` listens.
 * One event stream is opened for all listeners. `onDisconnected` is called once when that stream ends without `close()`.
 */
export const createStudioClient = (wire: WireClient, onDisconnected: () => void): StudioClient & { close(): void } => {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const stop = new AbortController()

  const listen = async () => {
    try {
      for await (const { domain, name, payload } of await wire.events({}, { signal: stop.signal })) {
        for (const listener of listeners.get(`${domain}.${name}`) ?? []) listener(payload)
      }
    } catch (cause) {
      if (isAbort(cause)) return
    }
    if (!stop.signal.aborted) onDisconnected()
  }
  void listen()

  const on = (domain: string) => (name: string, listener: (payload: unknown) => void) => {
    const key = `${domain}.${name}`
    const known = listeners.get(key) ?? new Set()
    listeners.set(key, known.add(listener))
    return () => known.delete(listener)
  }
  const ask = (domain: keyof WireClient['calls'], name: string) => async (input: unknown, signal?: AbortSignal) => {
    try {
      const answer = await wire.calls[domain][name]?.(input, signal && { signal })
      return answer ?? err(failure('ipc.defect', `There is no ${domain}.${name}.`))
    } catch (cause) {
      return isAbort(cause)
        ? err(failure('ipc.cancelled', 'The question was withdrawn.'))
        : err(failure('ipc.disconnected', 'The studio’s engine does not answer. Your songs are safe; restart the studio.', { cause: String(cause) }))
    }
  }

  const domains = Object.entries(studioContract).map(([domain, contract]) => {
    const calls = Object.entries(contract)
      .filter(([, word]) => word.kind === 'call')
      .map(([name]) => [name, ask(domain as keyof WireClient['calls'], name)] as const)
    return [domain, Object.freeze({ ...Object.fromEntries(calls), on: on(domain) })] as const
  })
  return Object.freeze({ ...Object.fromEntries(domains), close: () => stop.abort() }) as unknown as StudioClient & { close(): void }
}
