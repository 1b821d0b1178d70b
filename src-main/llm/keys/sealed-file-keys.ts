import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type KeyPlace, ServiceId } from '../../../src-shared/llm/contract.ts'
import { failureOfSystemError } from '../../platform/files/index.ts'
import type { KeyStore } from './key-store.ts'

/** How the desktop encrypts a text with a secret of the system's keychain. */
export type Sealing = {
  /** undefined: it cannot; `plain`: only with a secret that every program knows */
  readonly place: () => KeyPlace | undefined
  seal(text: string): Buffer
  /** @throws when it was sealed elsewhere */
  unseal(bytes: Buffer): string
}

const Keys = z.partialRecord(ServiceId, z.base64())

const noKeychain = () =>
  new FailureError(
    failure(
      'keys.no-keychain',
      'This system has no keychain that the studio may use, so the key was not kept. Set it as a variable of the environment instead.',
    ),
  )

/** Keys in one file of the data folder, each sealed by the desktop. What was sealed on another machine counts as no key. */
export const createSealedFileKeys = (path: string, sealing: Sealing): KeyStore => {
  const read = async () => {
    try {
      return Keys.parse(JSON.parse(await readFile(path, 'utf8')))
    } catch {
      return {}
    }
  }
  const write = async (keys: z.output<typeof Keys>): Promise<void> => {
    try {
      await writeFile(`${path}.new`, JSON.stringify(keys), { mode: 0o600 })
      await chmod(`${path}.new`, 0o600)
      await rename(`${path}.new`, path)
    } catch (cause) {
      throw failureOfSystemError(cause, path) ?? cause
    }
  }
  return {
    place: async () => sealing.place(),
    async find(id) {
      const sealed = (await read())[id]
      if (sealed === undefined || !sealing.place()) return undefined
      try {
        return sealing.unseal(Buffer.from(sealed, 'base64'))
      } catch {
        return undefined
      }
    },
    async set(id, key) {
      if (!sealing.place()) throw noKeychain()
      await write({ ...(await read()), [id]: sealing.seal(key).toString('base64') })
    },
    async remove(id) {
      const { [id]: _gone, ...rest } = await read()
      await write(rest)
    },
  }
}
