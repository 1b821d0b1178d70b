import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { checkpoint, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'

/** `name`: inside the zip, with forward slashes. */
export type ZipEntry = { readonly name: string; readonly from: { readonly text: string } | { readonly path: string } }

export const MOST_ZIP_BYTES = 0xffffffff
/** names are UTF-8 */
const FLAGS = 0x0800
/** 1 January 1980: the same song gives the same bytes */
const DATE = 0x0021

const header = (signature: number, crc: number, size: number, name: Buffer): Buffer => {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(FLAGS, 2)
  // stored: sound does not get smaller
  bytes.writeUInt16LE(0, 4)
  bytes.writeUInt16LE(DATE, 8)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(size, 14)
  bytes.writeUInt32LE(size, 18)
  bytes.writeUInt16LE(name.length, 22)
  const head = Buffer.alloc(4)
  head.writeUInt32LE(signature)
  return Buffer.concat([head, bytes])
}

export const zipTooLarge = () =>
  new FailureError(failure('export.too-large', 'This song’s stems are more than 4 GB, which one project file cannot hold. Hand off without DAWproject.'))

const chunksOf = async function* ({ from }: ZipEntry): AsyncGenerator<Uint8Array> {
  if ('text' in from) yield Buffer.from(from.text)
  else for await (const chunk of createReadStream(from.path, { highWaterMark: 1 << 20 })) yield chunk as Buffer
}

/** A zip of stored files (PKWARE APPNOTE 6.3), streamed: stems of any length take no memory. @throws FailureError export.too-large */
export const writeZip = async (path: string, entries: readonly ZipEntry[], flags: WorkFlags, progress: (fraction: number) => void): Promise<void> => {
  const file = await open(path, 'w')
  try {
    const directory: Buffer[] = []
    let at = 0
    for (const [index, entry] of entries.entries()) {
      const name = Buffer.from(entry.name, 'utf8')
      const start = at
      let crc = 0
      let size = 0
      // the head is written again once the sum is known
      at += 30 + name.length
      for await (const chunk of chunksOf(entry)) {
        checkpoint(flags)
        crc = crc32(chunk, crc)
        size += chunk.length
        if (at + chunk.length > MOST_ZIP_BYTES) throw zipTooLarge()
        await file.write(chunk, 0, chunk.length, at)
        at += chunk.length
      }
      const head = Buffer.concat([header(0x04034b50, crc, size, name), name])
      await file.write(head, 0, head.length, start)
      const listed = Buffer.alloc(14)
      listed.writeUInt32LE(start, 10)
      // 2.0 made it
      directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), header(0, crc, size, name).subarray(4), listed, name]))
      progress((index + 1) / entries.length)
    }
    const list = Buffer.concat(directory)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50)
    end.writeUInt16LE(entries.length, 8)
    end.writeUInt16LE(entries.length, 10)
    end.writeUInt32LE(list.length, 12)
    end.writeUInt32LE(at, 16)
    if (at + list.length + end.length > MOST_ZIP_BYTES) throw zipTooLarge()
    await file.write(Buffer.concat([list, end]), 0, list.length + end.length, at)
    await file.sync()
  } finally {
    await file.close()
  }
}
