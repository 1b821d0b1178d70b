import { z } from 'zod'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { llm } from '../../src-shared/llm/contract.ts'
import type { Events } from '../platform/events.ts'
import { createAskInTurn } from './ask-in-turn.ts'
import type { KeyStore } from './keys/key-store.ts'
import type { ServiceDesk } from './services/service-desk.ts'
import type { Speaker } from './speaker.ts'
import type { TrailLedger } from './trail-ledger.ts'

export type LlmHandlerParts = {
  readonly localSpeakers: () => readonly Speaker[]
  readonly services: ServiceDesk
  readonly keys: KeyStore
  readonly ledger: TrailLedger
  readonly isSealed: () => boolean
  readonly events: Events
  readonly now: () => number
}

const SHOWN_TRAILS = 20
const Hello = z.object({ answer: z.enum(['yes', 'no']) })

export const createLlmHandlers = ({ localSpeakers, services, keys, ledger, isSealed, events, now }: LlmHandlerParts): Handlers<typeof llm> => {
  const keep = async (work: Promise<void>) => {
    try {
      await work
      events.emit('llm.changed', {})
      return ok({})
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      return err(failure('keys.no-keychain', cause.failure.message))
    }
  }
  return {
    async state() {
      const place = await keys.place()
      return ok({
        local: localSpeakers().map(({ id, name }) => ({ id, name })),
        services: [...(await services.views())],
        ...(place && { keyPlace: place }),
        isSealed: isSealed(),
        spentTodayDollars: await ledger.spentToday(),
        trails: [...(await ledger.latest(SHOWN_TRAILS))],
      })
    },
    setKey: ({ id, key }) => keep(keys.set(id, key)),
    removeKey: ({ id }) => keep(keys.remove(id)),
    async test({ id }) {
      // a service's speaker is called after it
      const speaker = localSpeakers().find((one) => one.id === id) ?? (await services.speakers()).find((one) => one.id === id)
      if (!speaker)
        return err(
          failure(
            'llm.not-found',
            isSealed() ? 'The studio is sealed: nothing is sent anywhere.' : 'This is not set up yet: it needs a key, or an address and a model.',
          ),
        )
      const alone = createAskInTurn({
        speakersFor: async () => [speaker],
        keep: async (trail) => {
          await ledger.keep(trail)
          events.emit('llm.changed', {})
        },
        now,
      })
      const messages = [{ role: 'user' as const, text: 'Is a waltz counted in three?' }]
      const reply = await alone.answer(
        { task: 'test', system: 'Answer in JSON.', messages, schema: Hello, maxTokens: 60 },
        { signal: AbortSignal.timeout(90_000) },
      )
      return reply.ok ? ok({ trail: reply.value.trail }) : err(failure('llm.no-answer', reply.error.trail?.asked[0]?.why ?? reply.error.message))
    },
  }
}
