import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findKey } from './key-store.ts'
import { createSealedFileKeys, type Sealing } from './sealed-file-keys.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** turns every byte over, and knows its own */
const sealing = (mark: number): Sealing => ({
  place: () => 'keychain',
  seal: (text) => Buffer.from([mark, ...Buffer.from(text).map((byte) => byte ^ 0xff)]),
  unseal(bytes) {
    if (bytes[0] !== mark) throw new Error('sealed elsewhere')
    return Buffer.from(bytes.subarray(1).map((byte) => byte ^ 0xff)).toString()
  },
})

test('a key is found again, lies sealed in a file that only its owner reads, and can be removed', async () => {
  const path = join(folder, 'keys.json')
  const keys = createSealedFileKeys(path, sealing(1))
  await keys.set('openai', 'sk-secret')
  await keys.set('mistral', 'other')
  expect(await keys.find('openai')).toBe('sk-secret')
  expect(readFileSync(path, 'utf8')).not.toContain('sk-secret')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  await keys.remove('openai')
  expect(await keys.find('openai')).toBeUndefined()
  expect(await keys.find('mistral')).toBe('other')
})

test('what was sealed on another machine is no key, and without a keychain none is kept', async () => {
  const path = join(folder, 'keys.json')
  await createSealedFileKeys(path, sealing(1)).set('openai', 'sk-secret')
  expect(await createSealedFileKeys(path, sealing(2)).find('openai')).toBeUndefined()
  const nowhere = createSealedFileKeys(path, { ...sealing(1), place: () => undefined })
  await expect(nowhere.set('openai', 'x')).rejects.toMatchObject({ failure: { code: 'keys.no-keychain' } })
  expect(await nowhere.find('openai')).toBeUndefined()
})

test('the musician’s own key goes before a variable of the environment', async () => {
  const keys = createSealedFileKeys(join(folder, 'keys.json'), sealing(1))
  const env = { OPENAI_API_KEY: ' from-env ' }
  expect(await findKey('openai', ['OPENAI_API_KEY'], keys, env)).toEqual({ key: 'from-env', place: 'environment' })
  await keys.set('openai', 'own')
  expect(await findKey('openai', ['OPENAI_API_KEY'], keys, env)).toEqual({ key: 'own', place: 'keychain' })
  expect(await findKey('xai', ['XAI_API_KEY'], keys, env)).toBeUndefined()
})
