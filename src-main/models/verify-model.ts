import { createHash } from 'node:crypto'
import { open, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { isPaused, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { DAMAGE_NAME, type ModelManifest } from './installed-model.ts'

export type ReadingContext = { readonly signal: AbortSignal; readonly flags: WorkFlags; readonly onBytes?: (bytes: number) => void }

const PIECE_BYTES = 1 << 20

/** sha-256 of a file, read from the disk piece by piece; stops when told to. `copyTo` writes the same bytes to another, fresh file. */
export const hashFile = async (path: string, { signal, flags, onBytes = () => {} }: ReadingContext, copyTo?: string): Promise<Sha256> => {
  const file = await open(path, 'r')
  const copy = copyTo === undefined ? undefined : await open(copyTo, 'wx').catch(async (cause) => Promise.reject(await file.close().then(() => cause)))
  try {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafe(PIECE_BYTES)
    for (let at = 0; ; ) {
      while (isPaused(flags)) await sleep(100, undefined, { signal })
      signal.throwIfAborted()
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, at)
      if (bytesRead === 0) break
      const bytes = piece.subarray(0, bytesRead)
      hash.update(bytes)
      await copy?.write(bytes, 0, bytesRead, at)
      at += bytesRead
      onBytes(at)
    }
    await copy?.sync()
    return hash.digest('hex') as Sha256
  } finally {
    await file.close()
    await copy?.close()
  }
}

export type ModelFileFacts = ModelManifest['files'][number]

/** Files of an installed model whose bytes are not what its manifest says. */
export const findDamage = async (folder: string, manifest: ModelManifest, context: ReadingContext): Promise<readonly ModelFileFacts[]> => {
  const bad: ModelFileFacts[] = []
  let before = 0
  for (const facts of manifest.files) {
    const path = join(folder, facts.path)
    const size = (await stat(path).catch(() => undefined))?.size
    const isWhole =
      size === facts.bytes &&
      (await hashFile(path, { ...context, onBytes: (bytes) => context.onBytes?.(before + bytes) }).catch(ended(context))) === facts.sha256
    if (!isWhole) bad.push(facts)
    before += facts.bytes
  }
  return bad
}

/** a file that cannot be read is a damaged one; a cancel is a cancel */
const ended =
  ({ signal }: ReadingContext) =>
  (cause: unknown): undefined => {
    signal.throwIfAborted()
    if (cause instanceof Error && 'syscall' in cause) return undefined
    throw cause
  }

/** Puts a note into the folder: the shelf gives the model to nobody until it is mended. */
export const markDamaged = async (folder: string, sentence: string): Promise<void> => writeFile(join(folder, DAMAGE_NAME), JSON.stringify({ sentence }))
export const unmarkDamaged = (folder: string): Promise<void> => rm(join(folder, DAMAGE_NAME), { force: true })
