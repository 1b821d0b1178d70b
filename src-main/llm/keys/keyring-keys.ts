import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ServiceId } from '../../../src-shared/llm/contract.ts'
import type { KeyStore } from './key-store.ts'

const SERVICE = 'Segno Studio'
const PROBE = 'is-there'

const noKeychain = (cause: unknown) =>
  new FailureError(
    failure(
      'keys.no-keychain',
      'There is no keychain on this machine that the studio may use, so the key was not kept. Set it as a variable of the environment instead (for instance OPENAI_API_KEY).',
    ),
    { cause },
  )

/** The system's keychain, for the command line. Loaded when a key is asked for: most commands never do. */
export const createKeyringKeys = (): KeyStore => {
  const entryOf = async (name: string) => {
    const { Entry } = await import('@napi-rs/keyring')
    return new Entry(SERVICE, name)
  }
  const isUsable = async (): Promise<boolean> => {
    try {
      ;(await entryOf(PROBE)).getPassword()
      return true
    } catch {
      return false
    }
  }
  let usable: Promise<boolean> | undefined
  const place: KeyStore['place'] = async () => {
    usable ??= isUsable()
    return (await usable) ? 'keychain' : undefined
  }
  const change = async (id: ServiceId, act: (entry: Awaited<ReturnType<typeof entryOf>>) => void): Promise<void> => {
    try {
      act(await entryOf(id))
    } catch (cause) {
      throw noKeychain(cause)
    }
  }
  return {
    place,
    async find(id) {
      if (!(await place())) return undefined
      return (await entryOf(id)).getPassword() ?? undefined
    },
    set: (id, key) => change(id, (entry) => entry.setPassword(key)),
    remove: (id) => change(id, (entry) => void entry.deletePassword()),
  }
}
