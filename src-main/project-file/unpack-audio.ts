import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { open, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { readWavLayout } from '../audio/index.ts'
import { type AudioStore, readMember, type ZipMember } from '../platform/files/index.ts'
import type { PackedAudio } from './manifest.ts'

/** `sha256`: of what is in the store now; `missingSeconds`: silence at the end that stands for what was cut off. */
export type Unpacked = { readonly sha256: Sha256; readonly bytes: number; readonly isDamaged: boolean; readonly missingSeconds: number }

/** a header longer than this was not written by the studio */
const MOST_HEADER_BYTES = 1 << 20

/**
 * One sound of a project file into the audio store. Where its bytes are not what they were, it is kept as long as it still is a WAV of the right
 * kind, cut or filled with silence to its length; undefined where nothing of it can be heard. `members`: where it may lie, as the zip's headers say.
 */
export const unpackAudio = async (
  file: FileHandle,
  members: readonly ZipMember[],
  packed: PackedAudio,
  store: Pick<AudioStore, 'adopt' | 'has' | 'pathOf'>,
  workFolder: string,
  context: WorkContext,
): Promise<Unpacked | undefined> => {
  if (store.has(packed.sha256)) return { sha256: packed.sha256, bytes: packed.bytes, isDamaged: false, missingSeconds: 0 }
  let best: Unpacked | undefined
  for (const member of members) {
    const found = await unpackMember(file, member, packed, store, workFolder, context)
    if (found && (!best || found.missingSeconds < best.missingSeconds || !found.isDamaged)) best = found
    if (best && !best.isDamaged) return best
  }
  return best
}

const unpackMember = async (
  file: FileHandle,
  member: ZipMember,
  packed: PackedAudio,
  store: Pick<AudioStore, 'adopt' | 'has' | 'pathOf'>,
  workFolder: string,
  context: WorkContext,
): Promise<Unpacked | undefined> => {
  const path = join(workFolder, `${packed.sha256}.wav`)
  try {
    const hash = createHash('sha256')
    const target = await open(path, 'w')
    let bytes = 0
    try {
      for await (const chunk of readMember(file, member, packed.bytes)) {
        context.signal.throwIfAborted()
        hash.update(chunk)
        await target.write(chunk)
        bytes += chunk.length
      }
    } finally {
      await target.close()
    }
    if (hash.digest('hex') === packed.sha256) return { ...(await store.adopt(path)), isDamaged: false, missingSeconds: 0 }
    const layout = await readWavLayout(path).catch(() => undefined)
    const isOfItsKind = layout?.sampleRateHz === packed.sampleRateHz && layout.channelCount === packed.channelCount && layout.dataOffset <= MOST_HEADER_BYTES
    if (!layout || !isOfItsKind) return undefined
    const wholeBytes = layout.dataOffset + packed.lengthFrames * layout.bytesPerFrame
    if (wholeBytes > packed.bytes || layout.dataOffset >= bytes) return undefined
    await truncate(path, packed.bytes)
    const repaired = await readWavLayout(path).catch(() => undefined)
    if (repaired?.lengthFrames !== packed.lengthFrames) return undefined
    const missingSeconds = Math.max(0, wholeBytes - bytes) / layout.bytesPerFrame / layout.sampleRateHz
    return { ...(await store.adopt(path)), isDamaged: true, missingSeconds }
  } finally {
    await rm(path, { force: true })
  }
}
