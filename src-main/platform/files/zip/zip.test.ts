import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { createWorkFlags, raiseCancel } from '../../../../src-shared/kernel/work-flags.ts'
import { listZip, readMember, readTextMember, type ZipMember } from './read-zip.ts'
import { writeZip } from './write-zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'zip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

const write = async (name: string, texts: Readonly<Record<string, string>>) => {
  const entries = Object.entries(texts).map(([entry, text]) => ({ name: entry, from: { text } }))
  await writeZip(at(name), entries, createWorkFlags(), () => undefined)
  return at(name)
}
const read = async (path: string) => {
  const file = await open(path, 'r')
  try {
    const { members, isWhole } = await listZip(file)
    const texts: Record<string, string | undefined> = {}
    for (const member of members) texts[member.name] = await readTextMember(file, member, 1_000)
    return { isWhole, texts }
  } finally {
    await file.close()
  }
}

test('what was written is read again', async () => {
  const texts = { 'a.txt': 'one', 'folder/ü “b”.txt': 'two', empty: '' }
  expect(await read(await write('whole.zip', texts))).toEqual({ isWhole: true, texts })
})

test('without its directory, members are found by their own headers, also behind rubbish', async () => {
  const path = await write('cut.zip', { a: 'x'.repeat(300), b: 'second' })
  truncateSync(path, 30 + 1 + 300 + 30 + 1 + 6)
  expect(await read(path)).toEqual({ isWhole: false, texts: { a: 'x'.repeat(300), b: 'second' } })
  const file = await open(path, 'r+')
  await file.write(Buffer.from('rubbish!'), 0, 8, 0)
  await file.close()
  expect(await read(path)).toEqual({ isWhole: false, texts: { b: 'second' } })
})

test('a member that is cut or changed is not taken for text', async () => {
  const path = await write('changed.zip', { a: 'x'.repeat(300) })
  const file = await open(path, 'r+')
  await file.write(Buffer.from('y'), 0, 1, 100)
  await file.close()
  expect((await read(path)).texts).toEqual({ a: undefined })
})

/** the bytes that are read of a member that claims 1,000 and holds `content` */
const readCompressed = async (content: Buffer, mostBytes: number): Promise<number> => {
  const packed = deflateRawSync(content, { level: 1 })
  const name = Buffer.from('bomb')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(packed.length, 18)
  head.writeUInt32LE(1_000, 22)
  head.writeUInt16LE(name.length, 26)
  writeFileSync(at('bomb.zip'), Buffer.concat([head, name, packed]))
  const file = await open(at('bomb.zip'), 'r')
  const { members } = await listZip(file)
  const [bomb] = members
  let bytes = 0
  for await (const chunk of readMember(file, bomb as ZipMember, mostBytes)) bytes += chunk.length
  await file.close()
  return bytes
}

test('a compressed member unpacks, and never to more than was allowed', async () => {
  expect(await readCompressed(Buffer.alloc(50_000_000), 4_321)).toBe(4_321)
})

test('a large packed member of which only the beginning is allowed ends there, instead of never', async () => {
  // some megabytes are still to be fed when the reader has had enough, at different moments
  for (const most of [1_000, 1_300_000, 3_000_000])
    expect(await readCompressed(Buffer.concat([randomBytes(4_000_000), Buffer.alloc(40_000_000)]), most)).toBe(most)
})

test('beyond four gigabytes the directory counts in 64 bits', async () => {
  const path = await write('far.zip', { a: 'near' })
  const file = await open(path, 'r+')
  const { size } = await file.stat()
  // the directory as it would stand behind a first member that far away
  const far = 5 * 2 ** 30
  const old = (await file.read(Buffer.alloc(size), 0, size, 0)).buffer
  const local = old.subarray(0, 30 + 1 + 4)
  await file.write(local, 0, local.length, far)
  const listed = Buffer.alloc(46 + 1 + 12)
  old.copy(listed, 0, local.length, local.length + 46 + 1)
  listed.writeUInt16LE(12, 30)
  listed.writeUInt32LE(0xffffffff, 42)
  listed.writeUInt16LE(1, 47)
  listed.writeUInt16LE(8, 49)
  listed.writeBigUInt64LE(BigInt(far), 51)
  const place = far + local.length
  const wide = Buffer.alloc(56)
  wide.writeUInt32LE(0x06064b50)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeBigUInt64LE(1n, 24)
  wide.writeBigUInt64LE(1n, 32)
  wide.writeBigUInt64LE(BigInt(listed.length), 40)
  wide.writeBigUInt64LE(BigInt(place), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50)
  locator.writeBigUInt64LE(BigInt(place + listed.length), 8)
  const end = Buffer.alloc(22, 0xff)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(0, 20)
  const tail = Buffer.concat([listed, wide, locator, end])
  await file.write(tail, 0, tail.length, place)
  await file.close()
  const again = await read(path)
  expect(again).toEqual({ isWhole: true, texts: { a: 'near' } })
})

test('cancelled, the file is left to whoever asked', async () => {
  const flags = createWorkFlags()
  raiseCancel(flags)
  await expect(writeZip(at('no.zip'), [{ name: 'a', from: { text: 'x' } }], flags, () => undefined)).rejects.toThrow('cancelled')
})
