import type { FileHandle } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'

/** One file inside a zip, as its headers describe it. Names are only for looking it up: never use one as a path. */
export type ZipMember = {
  readonly name: string
  readonly method: 'stored' | 'deflated'
  readonly crc32: number
  /** bytes in the zip, and unpacked as the header says */
  readonly packedBytes: number
  readonly bytes: number
  readonly headerAt: number
}

/** `isWhole`: the directory at the end was found and fits; else members were found by looking for their own headers. */
export type ZipListing = { readonly members: readonly ZipMember[]; readonly isWhole: boolean }

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const WIDE_END = 0x06064b50
const MOST_MEMBERS = 100_000
const MOST_DIRECTORY_BYTES = 64 << 20
const FAR = 0xffffffff

const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

const methodOf = (code: number): ZipMember['method'] | undefined => (code === 0 ? 'stored' : code === 8 ? 'deflated' : undefined)

/** Where the directory lies; undefined where the end of the zip is missing. */
const findDirectory = async (file: FileHandle, size: number): Promise<{ at: number; length: number; count: number } | undefined> => {
  const from = Math.max(0, size - 65_557)
  const tail = await readAt(file, from, size - from)
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail.readUInt32LE(i) !== END) continue
    const found = { count: tail.readUInt16LE(i + 10), length: tail.readUInt32LE(i + 12), at: tail.readUInt32LE(i + 16) }
    if (found.at !== FAR && found.length !== FAR && found.count !== 0xffff) return found
    const locator = i - 20
    if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return undefined
    const wide = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
    if (wide.length < 56 || wide.readUInt32LE(0) !== WIDE_END) return undefined
    return { count: Number(wide.readBigUInt64LE(32)), length: Number(wide.readBigUInt64LE(40)), at: Number(wide.readBigUInt64LE(48)) }
  }
  return undefined
}

/** The 64-bit numbers of an entry's extra field, in the order of the fields that were too small for them. */
const widen = (extra: Buffer, values: number[]): number[] => {
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== 1) continue
    let at = i + 4
    return values.map((value) => {
      if (value !== FAR || at + 8 > extra.length) return value
      at += 8
      return Number(extra.readBigUInt64LE(at - 8))
    })
  }
  return values
}

const readDirectory = async (file: FileHandle, size: number): Promise<ZipMember[] | undefined> => {
  const place = await findDirectory(file, size)
  if (!place || place.length > MOST_DIRECTORY_BYTES || place.count > MOST_MEMBERS || place.at + place.length > size) return undefined
  const list = await readAt(file, place.at, place.length)
  const members: ZipMember[] = []
  let i = 0
  while (members.length < place.count) {
    if (i + 46 > list.length || list.readUInt32LE(i) !== CENTRAL) return undefined
    const nameLength = list.readUInt16LE(i + 28)
    const extraLength = list.readUInt16LE(i + 30)
    const name = list.toString('utf8', i + 46, i + 46 + nameLength)
    const extra = list.subarray(i + 46 + nameLength, i + 46 + nameLength + extraLength)
    const [bytes = 0, packedBytes = 0, headerAt = 0] = widen(extra, [list.readUInt32LE(i + 24), list.readUInt32LE(i + 20), list.readUInt32LE(i + 42)])
    const method = methodOf(list.readUInt16LE(i + 10))
    if (headerAt + packedBytes > size) return undefined
    if (method) members.push({ name, method, crc32: list.readUInt32LE(i + 16), packedBytes, bytes, headerAt })
    else place.count--
    i += 46 + nameLength + extraLength + list.readUInt16LE(i + 32)
  }
  return members
}

/** Members by their own headers, one after the other; where one does not follow the last, the next is searched for. */
const searchHeaders = async (file: FileHandle, size: number): Promise<ZipMember[]> => {
  const members: ZipMember[] = []
  const mark = Buffer.from([0x50, 0x4b, 3, 4])
  let at = 0
  while (at + 30 <= size && members.length < MOST_MEMBERS) {
    const head = await readAt(file, at, 30)
    if (head.length < 30) break
    if (head.readUInt32LE(0) !== LOCAL) {
      const window = await readAt(file, at, 1 << 20)
      const next = window.indexOf(mark, 1)
      if (next < 0 && window.length <= 4) break
      at += next > 0 ? next : window.length - 3
      continue
    }
    const nameLength = head.readUInt16LE(26)
    const name = (await readAt(file, at + 30, nameLength)).toString('utf8')
    const packedBytes = head.readUInt32LE(18)
    const method = methodOf(head.readUInt16LE(8))
    if (method) members.push({ name, method, crc32: head.readUInt32LE(14), packedBytes, bytes: head.readUInt32LE(22), headerAt: at })
    at += 30 + nameLength + head.readUInt16LE(28) + packedBytes
  }
  return members
}

const STREAMED = 0x0008

/** Whether the member's own header says what the directory says of it. */
const agrees = async (file: FileHandle, { name, headerAt, crc32, packedBytes }: ZipMember): Promise<boolean> => {
  const letters = Buffer.from(name)
  const head = await readAt(file, headerAt, 30 + letters.length)
  if (head.length < 30 + letters.length || head.readUInt32LE(0) !== LOCAL || head.readUInt16LE(26) !== letters.length) return false
  // sum and sizes of a streamed member, and those that 32 bits cannot count, stand elsewhere
  const isElsewhere = (head.readUInt16LE(6) & STREAMED) !== 0 || head.readUInt32LE(18) === FAR
  return head.subarray(30).equals(letters) && (isElsewhere || (head.readUInt32LE(14) === crc32 && head.readUInt32LE(18) === packedBytes))
}

/**
 * What is in a zip, also when its end is missing or damaged (PKWARE APPNOTE 6.3). Where the directory and a member's own header disagree one of them is
 * damaged: the member is listed twice then, as each says. Entries packed in other ways than stored or deflated are left out.
 */
export const listZip = async (file: FileHandle): Promise<ZipListing> => {
  const { size } = await file.stat()
  const members = await readDirectory(file, size)
  if (!members) return { members: await searchHeaders(file, size), isWhole: false }
  for (const member of members) {
    if (await agrees(file, member)) continue
    const found = await searchHeaders(file, size)
    const isNew = (one: ZipMember) =>
      !members.some(({ name, crc32, packedBytes }) => name === one.name && crc32 === one.crc32 && packedBytes === one.packedBytes)
    return { members: [...members, ...found.filter(isNew)], isWhole: false }
  }
  return { members, isWhole: true }
}

const storedChunks = async function* (file: FileHandle, member: ZipMember): AsyncGenerator<Buffer> {
  const head = await readAt(file, member.headerAt, 30)
  const nameBytes = Buffer.byteLength(member.name)
  const isSound = head.length === 30 && head.readUInt32LE(0) === LOCAL && head.readUInt16LE(26) === nameBytes
  // a damaged header says nothing; most members have no extra field
  const begin = member.headerAt + 30 + nameBytes + (isSound ? head.readUInt16LE(28) : 0)
  for (let got = 0; got < member.packedBytes; ) {
    const chunk = await readAt(file, begin + got, Math.min(1 << 20, member.packedBytes - got))
    if (chunk.length === 0) return
    got += chunk.length
    yield chunk
  }
}

/**
 * A member's bytes as far as they can be read: fewer than it should have where the zip is cut or damaged. Never more than `mostBytes`, whatever
 * a header claims or a compressed stream grows to.
 */
export const readMember = async function* (file: FileHandle, member: ZipMember, mostBytes: number): AsyncGenerator<Buffer> {
  let left = mostBytes
  const source = storedChunks(file, member)
  if (member.method === 'stored') {
    for await (const chunk of source) {
      if (left <= 0) return
      yield chunk.subarray(0, left)
      left -= chunk.length
    }
    return
  }
  const inflate = createInflateRaw()
  const feed = (async () => {
    for await (const chunk of source) {
      // whoever reads may have had enough: a stream that is closed already never says so again
      if (inflate.destroyed) return
      if (!inflate.write(chunk)) await new Promise((resolve) => inflate.once('drain', resolve).once('close', resolve))
    }
    inflate.end()
  })().catch(() => inflate.destroy())
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      if (left <= 0) return
      yield chunk.subarray(0, left)
      left -= chunk.length
    }
  } catch {
    // a damaged stream ends here: whoever reads compares the sum
  } finally {
    inflate.destroy()
    await feed
  }
}

/** A whole small member as text; undefined where it is missing, larger than `mostBytes`, or not what its sum says. */
export const readTextMember = async (file: FileHandle, member: ZipMember | undefined, mostBytes: number): Promise<string | undefined> => {
  if (!member || member.bytes > mostBytes) return undefined
  const chunks: Buffer[] = []
  for await (const chunk of readMember(file, member, mostBytes)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  return bytes.length === member.bytes && crc32(bytes) === member.crc32 ? bytes.toString('utf8') : undefined
}
