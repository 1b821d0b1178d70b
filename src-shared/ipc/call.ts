import { z } from 'zod'
import type { Failure } from '../kernel/failure.ts'
import type { Result } from '../kernel/result.ts'

/**
 * The words a contract is written in. `call` is a question with an answer, `push` a fact that main tells everyone.
 * The wire below (oRPC over a MessagePort) is chosen once in `router.ts`; contracts know nothing of it.
 */
export type Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType, F extends string = string> = {
  readonly kind: 'call'
  readonly input: I
  readonly output: O
  readonly failures: readonly F[]
}
export type Push<P extends z.ZodType = z.ZodType> = { readonly kind: 'push'; readonly payload: P }
export type Contract = { readonly [name: string]: Call | Push }

/** A call: zod input, zod output, and the closed list of ways it can fail. */
export const call = <I extends z.ZodType, O extends z.ZodType, const F extends string = never>(words: {
  input: I
  output: O
  failures?: readonly F[]
}): Call<I, O, F> => ({ kind: 'call', input: words.input, output: words.output, failures: words.failures ?? [] })

/** A fact: named in the past tense, sent to every listener, never an instruction. */
export const push = <P extends z.ZodType>(payload: P): Push<P> => ({ kind: 'push', payload })

export const NoInput = z.object({})

/** What every call can also answer, whatever its contract: the input did not parse, the handler had a defect, the wire is gone. */
export type TransportCode = 'ipc.invalid-input' | 'ipc.defect' | 'ipc.disconnected' | 'ipc.cancelled'

type CallsOf<C extends Contract> = { [K in keyof C as C[K] extends Call ? K : never]: C[K] }
type PushesOf<C extends Contract> = { [K in keyof C as C[K] extends Push ? K : never]: C[K] }

/** What main implements. A missing handler, or a failure code that the contract does not list, does not compile. `signal`: the question was withdrawn. */
export type Handlers<C extends Contract> = {
  readonly [K in keyof CallsOf<C>]: C[K] extends Call<infer I, infer O, infer F>
    ? (input: z.output<I>, signal?: AbortSignal) => Promise<Result<z.output<O>, Failure<F>>>
    : never
}

export type PushName<C extends Contract> = keyof PushesOf<C> & string
export type PushPayload<C extends Contract, K extends PushName<C>> = C[K] extends Push<infer P> ? z.output<P> : never

/** What the window (or the command line) holds: the same names, with the transport's own failures added. `signal` withdraws the question. */
export type Client<C extends Contract> = {
  readonly [K in keyof CallsOf<C>]: C[K] extends Call<infer I, infer O, infer F>
    ? (input: z.input<I>, signal?: AbortSignal) => Promise<Result<z.output<O>, Failure<F | TransportCode>>>
    : never
} & {
  /** Returns the function that stops listening. */
  on<K extends PushName<C>>(name: K, listener: (payload: PushPayload<C, K>) => void): () => void
}
