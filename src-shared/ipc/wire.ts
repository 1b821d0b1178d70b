import type { Result } from '../kernel/result.ts'
import type { StudioContract } from './studio-contract.ts'

/** One fact as it crosses the wire: `{ domain: 'jobs', name: 'changed', payload }`. */
export type WireEvent = { readonly domain: string; readonly name: string; readonly payload: unknown }

/** What the wire offers, whatever carries it: the calls by domain and name, and one stream of facts. */
export type WireClient = {
  readonly calls: {
    readonly [D in keyof StudioContract]: { readonly [name: string]: (input: unknown, options?: { signal: AbortSignal }) => Promise<Result<unknown>> }
  }
  events(input: Record<string, never>, options: { signal: AbortSignal }): Promise<AsyncIterable<WireEvent>>
}
