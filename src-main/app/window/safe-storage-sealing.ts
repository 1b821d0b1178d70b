import { safeStorage } from 'electron'
import type { Sealing } from '../../llm/index.ts'

/** Electron's safeStorage. On Linux without a keyring it seals with a secret that every program could know, which is said where keys are set. */
export const safeStorageSealing: Sealing = {
  place() {
    if (!safeStorage.isEncryptionAvailable()) {
      if (process.platform !== 'linux') return undefined
      safeStorage.setUsePlainTextEncryption(true)
      return safeStorage.isEncryptionAvailable() ? 'plain' : undefined
    }
    return process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'plain' : 'keychain'
  },
  seal: (text) => safeStorage.encryptString(text),
  unseal: (bytes) => safeStorage.decryptString(bytes),
}
