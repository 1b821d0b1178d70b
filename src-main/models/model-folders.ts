import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failureOfSystemError } from '../platform/files/index.ts'
import { MANIFEST_NAME, type ModelManifest } from './installed-model.ts'

/** Hidden folders beside the models: what is being fetched, and what is on its way out. */
const INCOMING = '.incoming'
const OUTGOING = '.outgoing'

/** Where one variant of a model is put together before it is published. */
export type IncomingFolder = { readonly files: string; readonly parts: string; readonly root: string }

export type ModelFolders = {
  readonly root: string
  of(modelId: string): string
  incoming(modelId: string, variant: string): Promise<IncomingFolder>
  /** what has been fetched of a model and not published yet */
  incomingBytes(modelId: string): Promise<number>
  discardIncoming(modelId: string): Promise<void>
  /** gives a complete folder its name; what had it before goes away. A crash in between leaves one of the two. */
  publish(incoming: IncomingFolder, manifest: ModelManifest): Promise<void>
  /** @returns bytes that became free */
  remove(modelId: string): Promise<number>
  /** mends what a crash in the middle of a publication or removal left, and forgets downloads that nobody came back to */
  tidy(now: number): Promise<void>
}

const FORGOTTEN_MILLISECONDS = 14 * 86_400_000

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

export const bytesIn = async (folder: string): Promise<number> => {
  let sum = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size
  }
  return sum
}

const flushFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

const erase = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 })

export const createModelFolders = (root: string): ModelFolders => {
  const of = (modelId: string) => join(root, modelId)
  const incomingOf = (modelId: string) => join(root, INCOMING, modelId)
  const mending = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      throw failureOfSystemError(cause, path) ?? cause
    }
  }
  /** `<id>~<anything>`: the name says where it came from */
  const outgoing = async (modelId: string): Promise<string> => {
    await mkdir(join(root, OUTGOING), { recursive: true })
    return join(root, OUTGOING, `${modelId}~${randomUUID()}`)
  }

  return {
    root,
    of,

    incoming: (modelId, variant) =>
      mending(root, async () => {
        const base = join(incomingOf(modelId), variant)
        const found = { root: base, files: join(base, 'files'), parts: join(base, 'parts') }
        await mkdir(found.files, { recursive: true })
        await mkdir(found.parts, { recursive: true })
        return found
      }),

    incomingBytes: (modelId) => bytesIn(incomingOf(modelId)),
    discardIncoming: (modelId) => mending(root, () => erase(incomingOf(modelId))),

    publish: (incoming, manifest) =>
      mending(root, async () => {
        const path = join(incoming.files, MANIFEST_NAME)
        const file = await open(`${path}.new`, 'w')
        try {
          await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(`${path}.new`, path)
        await flushFolder(incoming.files)
        const home = of(manifest.id)
        const old = await outgoing(manifest.id)
        if (await isThere(home)) await rename(home, old)
        try {
          await rename(incoming.files, home)
        } catch (cause) {
          if (await isThere(old)) await rename(old, home)
          throw cause
        }
        await flushFolder(root)
        await erase(old)
        await erase(incomingOf(manifest.id))
      }),

    remove: (modelId) =>
      mending(root, async () => {
        const home = of(modelId)
        const bytes = await bytesIn(home)
        const old = await outgoing(modelId)
        // a removal that was begun is finished after a crash
        await writeFile(join(home, '.removed'), '')
        await rename(home, old)
        await erase(old)
        return bytes
      }),

    tidy: (now) =>
      mending(root, async () => {
        for (const name of await readdir(join(root, OUTGOING)).catch(() => [])) {
          const [modelId = ''] = name.split('~')
          const path = join(root, OUTGOING, name)
          const isReplaced = (await isThere(of(modelId))) || (await isThere(join(path, '.removed')))
          if (isReplaced || modelId === '') await erase(path)
          else await rename(path, of(modelId))
        }
        for (const name of await readdir(join(root, INCOMING)).catch(() => [])) {
          const path = join(root, INCOMING, name)
          const newest = await newestChange(path)
          if (now - newest > FORGOTTEN_MILLISECONDS) await erase(path)
        }
      }),
  }
}

const newestChange = async (folder: string): Promise<number> => {
  let newest = (await stat(folder)).mtimeMs
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    newest = Math.max(newest, (await stat(join(entry.parentPath, entry.name)).catch(() => ({ mtimeMs: 0 }))).mtimeMs)
  return newest
}
