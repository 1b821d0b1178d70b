import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ModelShelf } from '../../models/index.ts'

/** The catalogue's name for the server of this platform, and the package that development machines have. */
const BY_PLATFORM: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64-msvc',
}

export type Binding = { readonly path: string; readonly version: string }

/** Of this platform in the catalogue: "chroma-linux-x64". */
export const chromaModelId = (platform: string, arch: string): string => `chroma-${platform}-${arch}`

/** Fetched like a model, or (from source) one of the packages. undefined: it is not on this machine. */
export const findBinding = (models: Pick<ModelShelf, 'find'>, platform: string = process.platform, arch: string = process.arch): Binding | undefined => {
  const installed = models.find(chromaModelId(platform, arch))
  const path = installed?.files.binding
  if (installed && path) return { path, version: typeof installed.params.version === 'string' ? installed.params.version : '' }
  const name = BY_PLATFORM[`${platform}-${arch}`]
  if (!name) return undefined
  try {
    const require = createRequire(import.meta.url)
    const manifest: unknown = require(`chromadb-js-bindings-${name}/package.json`)
    const found = require.resolve(`chromadb-js-bindings-${name}`)
    const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
    // nothing native can be loaded out of the archive of a packaged app
    return existsSync(found) && !found.includes('app.asar') ? { path: found, version } : undefined
  } catch {
    return undefined
  }
}
