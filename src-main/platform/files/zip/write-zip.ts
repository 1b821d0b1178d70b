import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import { checkpoint, type WorkFlags } from '../../../../src-shared/kernel/work-flags.ts'

/** `name`: inside the zip, with forward slashes. */
export type ZipEntry = { readonly name: string; readonly from: { readonly text: string } | { readonly path: string } }

/** What 32 bits can count: the limit of one entry, and of a whole zip without the 64-bit directory. */
export const MOST_ZIP_BYTES = 0xffffffff
const MOST_ENTRIES = 0xffff
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

/** Of the directory: where the entry begins, in 64 bits where 32 are too few. */
const listing = (name: Buffer, crc: number, size: number, start: number): Buffer => {
  const isFar = start >= MOST_ZIP_BYTES
  const head = header(0, crc, size, name).subarray(4)
  const place = Buffer.alloc(14)
  place.writeUInt32LE(isFar ? MOST_ZIP_BYTES : start, 10)
  const extra = Buffer.alloc(isFar ? 12 : 0)
  if (isFar) {
    head.writeUInt16LE(extra.length, 24)
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(8, 2)
    extra.writeBigUInt64LE(BigInt(start), 4)
  }
  // 2.0 made it
  return Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), head, place, name, extra])
}

const ending = (count: number, at: number, length: number): Buffer => {
  const isLarge = at + length >= MOST_ZIP_BYTES || count >= MOST_ENTRIES
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  for (const place of [8, 10]) end.writeUInt16LE(isLarge ? MOST_ENTRIES : count, place)
  end.writeUInt32LE(isLarge ? MOST_ZIP_BYTES : length, 12)
  end.writeUInt32LE(isLarge ? MOST_ZIP_BYTES : at, 16)
  if (!isLarge) return end
  const wide = Buffer.alloc(56)
  wide.writeUInt32LE(0x06064b50)
  wide.writeBigUInt64LE(44n, 4)
  for (const place of [12, 14]) wide.writeUInt16LE(45, place)
  for (const place of [24, 32]) wide.writeBigUInt64LE(BigInt(count), place)
  wide.writeBigUInt64LE(BigInt(length), 40)
  wide.writeBigUInt64LE(BigInt(at), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50)
  locator.writeBigUInt64LE(BigInt(at + length), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([wide, locator, end])
}

const tooLarge = (name: string) => new FailureError(failure('file.too-large', `${name} is more than 4 GB, which one file of a zip cannot hold.`))

const chunksOf = async function* ({ from }: ZipEntry): AsyncGenerator<Uint8Array> {
  if ('text' in from) yield Buffer.from(from.text)
  else for await (const chunk of createReadStream(from.path, { highWaterMark: 1 << 20 })) yield chunk as Buffer
}

/**
 * A zip of stored files (PKWARE APPNOTE 6.3, with its 64-bit directory beyond 4 GB), streamed: files of any number take no memory.
 * @throws FailureError file.too-large: one entry is more than 4 GB; AbortError
 */
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
        if (size >= MOST_ZIP_BYTES) throw tooLarge(entry.name)
        await file.write(chunk, 0, chunk.length, at)
        at += chunk.length
      }
      const head = Buffer.concat([header(0x04034b50, crc, size, name), name])
      await file.write(head, 0, head.length, start)
      directory.push(listing(name, crc, size, start))
      progress((index + 1) / entries.length)
    }
    const list = Buffer.concat(directory)
    const end = ending(entries.length, at, list.length)
    await file.write(Buffer.concat([list, end]), 0, list.length + end.length, at)
    await file.sync()
  } finally {
    await file.close()
  }
}
