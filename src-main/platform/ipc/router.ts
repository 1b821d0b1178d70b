import { os } from '@orpc/server'
import { type StudioHandlers, studioContract } from '../../../src-shared/ipc/studio-contract.ts'
import type { WireEvent } from '../../../src-shared/ipc/wire.ts'
import { FailureError, failure, isAbort } from '../../../src-shared/kernel/failure.ts'
import { err, type Result } from '../../../src-shared/kernel/result.ts'
import type { Events } from '../events.ts'
import { eventStream } from './event-stream.ts'

type Answer = (input: unknown, signal?: AbortSignal) => Promise<Result<unknown>>
export type ReportDefect = (call: string, cause: unknown) => void

/**
 * The handlers behind parsing and a net: input that does not match the contract is refused with `ipc.invalid-input`, a defect is reported
 * and answered with `ipc.defect`. Never throws, so nothing but plain data crosses the wire.
 */
export const guardHandlers = (handlers: StudioHandlers, reportDefect: ReportDefect): Record<string, Record<string, Answer>> => {
  const guard = (domain: string, name: string): Answer => {
    const word = (
      studioContract as Record<
        string,
        Record<string, { kind: string; input?: { safeParse(input: unknown): { success: boolean; data?: unknown; error?: { message: string } } } }>
      >
    )[domain]?.[name]
    const handler = (handlers as unknown as Record<string, Record<string, Answer>>)[domain]?.[name]
    if (!word?.input || !handler) throw new Error(`no handler for ${domain}.${name}`)
    const { input: schema } = word
    return async (input, signal) => {
      const parsed = schema.safeParse(input ?? {})
      if (!parsed.success) return err(failure('ipc.invalid-input', `${domain}.${name}: ${parsed.error?.message ?? 'the input is not valid'}`))
      try {
        return await handler(parsed.data, signal)
      } catch (cause) {
        if (cause instanceof FailureError) return err(cause.failure)
        if (isAbort(cause)) return err(failure('ipc.cancelled', 'The work was cancelled.'))
        reportDefect(`${domain}.${name}`, cause)
        return err(failure('ipc.defect', 'Something in the studio went wrong. Your songs are safe; the log says more.'))
      }
    }
  }
  return Object.fromEntries(
    Object.entries(studioContract).map(([domain, contract]) => [
      domain,
      Object.fromEntries(
        Object.entries(contract)
          .filter(([, word]) => word.kind === 'call')
          .map(([name]) => [name, guard(domain, name)]),
      ),
    ]),
  )
}

/** The same studio as an oRPC router: every call, and one stream with every fact. */
export const createStudioRouter = (handlers: StudioHandlers, events: Events, reportDefect: ReportDefect) => {
  const guarded = guardHandlers(handlers, reportDefect)
  const calls = Object.fromEntries(
    Object.entries(guarded).map(([domain, answers]) => [
      domain,
      Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, os.handler(({ input, signal }) => answer(input, signal))])),
    ]),
  )
  return {
    calls,
    events: os.handler(async function* ({ signal }): AsyncGenerator<WireEvent> {
      yield* eventStream(events, signal)
    }),
  }
}
export type StudioRouter = ReturnType<typeof createStudioRouter>
