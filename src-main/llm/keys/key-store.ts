import type { KeyPlace, ServiceId } from '../../../src-shared/llm/contract.ts'

/** Where keys are kept on this machine. They leave it only in the header of a question to their own service. */
export type KeyStore = {
  /** undefined: keys cannot be kept here */
  readonly place: () => Promise<KeyPlace | undefined>
  find(id: ServiceId): Promise<string | undefined>
  /** @throws FailureError keys.no-keychain */
  set(id: ServiceId, key: string): Promise<void>
  /** @throws FailureError keys.no-keychain */
  remove(id: ServiceId): Promise<void>
}

/** A key, and where it was found. */
export type FoundKey = { readonly key: string; readonly place: KeyPlace }

/** The musician's own key first, then the usual variables of this process. */
export const findKey = async (
  id: ServiceId,
  variables: readonly string[],
  store: KeyStore,
  env: Readonly<Record<string, string | undefined>>,
): Promise<FoundKey | undefined> => {
  const kept = await store.find(id)
  const place = kept === undefined ? undefined : await store.place()
  if (kept !== undefined && place) return { key: kept, place }
  const fromEnv = variables.map((name) => env[name]?.trim()).find((value) => value)
  return fromEnv ? { key: fromEnv, place: 'environment' } : undefined
}
