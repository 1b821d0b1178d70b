import type { IPolicy } from 'cockatiel'
import { ServiceChoice, type ServiceChoices, ServiceId, type ServiceView } from '../../../src-shared/llm/contract.ts'
import { findKey, type KeyStore } from '../keys/key-store.ts'
import type { Speaker } from '../speaker.ts'
import { addressFault } from './service-address.ts'
import { SERVICES } from './service-list.ts'
import type { ServiceTiming } from './service-speaker.ts'

export type ServiceDeskParts = {
  readonly choices: () => ServiceChoices
  readonly keys: KeyStore
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isSealed: () => boolean
  readonly timing?: Partial<ServiceTiming>
  /** where a service is, other than its own address: for tests */
  readonly addresses?: Readonly<Partial<Record<ServiceId, string>>>
}

/** The services that the musician set up: what Settings shows of them, and those that can be asked now. */
export type ServiceDesk = {
  views(): Promise<readonly ServiceView[]>
  /** none while the studio is sealed */
  speakers(): Promise<readonly (Speaker & { readonly strength: number })[]>
}

const needsKey = (id: ServiceId): boolean => id !== 'compatible'

export const createServiceDesk = ({ choices, keys, env, isSealed, timing, addresses = {} }: ServiceDeskParts): ServiceDesk => {
  /** what a service lived through (its breaker) stays while the studio runs */
  const policies = new Map<ServiceId, IPolicy>()

  const sealedFetch: typeof globalThis.fetch = async (...request) => {
    if (isSealed()) throw new TypeError('the studio is sealed')
    return fetch(...request)
  }

  const settingsOf = (id: ServiceId) => {
    const choice = choices()[id] ?? ServiceChoice.parse({})
    const address = addresses[id] ?? (id === 'compatible' ? choice.baseUrl || env.SEGNO_LLM_URL || '' : '')
    const model = choice.model || (id === 'compatible' ? (env.SEGNO_LLM_MODEL ?? '') : SERVICES[id].model)
    return { choice, address, model }
  }

  const look = async (id: ServiceId) => {
    const { choice, address, model } = settingsOf(id)
    const found = await findKey(id, SERVICES[id].variables, keys, env)
    const hasAddress = id !== 'compatible' || (address !== '' && addressFault(address) === undefined && model !== '')
    return { choice, address, model, found, isReady: choice.isOn && hasAddress && (found !== undefined || !needsKey(id)) }
  }

  return {
    views: () =>
      Promise.all(
        ServiceId.options.map(async (id): Promise<ServiceView> => {
          const { choice, model, found, isReady } = await look(id)
          const { name, inputDollars, outputDollars } = SERVICES[id]
          return { id, name, choice, model, needsKey: needsKey(id), isReady, inputDollars, outputDollars, ...(found && { key: found.place }) }
        }),
      ),
    async speakers() {
      if (isSealed()) return []
      const ready = (await Promise.all(ServiceId.options.map(async (id) => ({ id, ...(await look(id)) })))).filter(({ isReady }) => isReady)
      if (ready.length === 0) return []
      // a second's work to load: only where somebody set a service up
      const { createServicePolicy, SERVICE_TIMING, serviceSpeaker } = await import('./service-speaker.ts')
      return ready.map(({ id, address, model, found }) => {
        const policy = policies.get(id) ?? createServicePolicy({ ...SERVICE_TIMING, ...timing })
        policies.set(id, policy)
        const settings = { model, baseUrl: address === '' ? undefined : address, key: found?.key }
        return { ...serviceSpeaker({ id, facts: SERVICES[id], settings, policy, fetch: sealedFetch }), strength: SERVICES[id].strength }
      })
    },
  }
}
