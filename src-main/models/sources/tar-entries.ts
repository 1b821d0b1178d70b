import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'

/** One regular file of an archive. Its `body` must be read to the end before the next entry comes. */
export type TarEntry = { readonly path: string; readonly bytes: number; readonly body: AsyncIterable<Buffer> }

const BLOCK = 512
/** Names and attributes beyond the header's own fields are short texts. */
const MOST_ATTRIBUTE_BYTES = 64 * 1024

const damaged = (why: string): FailureError =>
  new FailureError(failure('models.damaged-archive', `The package cannot be read: ${why}. Nothing of it was used.`))

const textAt = (header: Buffer, from: number, length: number): string => {
  const field = header.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? length : end)
}

/** Octal text, or base-256 where the first bit is set (files beyond 8 GB). */
const numberAt = (header: Buffer, from: number, length: number): number => {
  if ((header[from] ?? 0) & 0x80) {
    const value = header.subarray(from + 1, from + length).reduce((sum, byte) => sum * 256 + byte, (header[from] ?? 0) & 0x3f)
    return (header[from] ?? 0) & 0x40 ? -1 : value
  }
  const text = textAt(header, from, length).trim()
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN
}

const checksumFits = (header: Buffer): boolean => {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0)
  return sum === numberAt(header, 148, 8)
}

/** `25 path=some/name\n` records. */
const readAttributes = (body: Buffer): Map<string, string> => {
  const found = new Map<string, string>()
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at)
    const length = space < 0 ? Number.NaN : Number(body.toString('latin1', at, space))
    if (!Number.isInteger(length) || length <= space - at + 1 || at + length > body.length) throw damaged('a name in it is broken')
    const [key, ...rest] = body.toString('utf8', space + 1, at + length - 1).split('=')
    found.set(key ?? '', rest.join('='))
    at += length
  }
  return found
}

/** Pulls exact amounts out of pieces of any size. */
const createTake = (source: AsyncIterable<Buffer>) => {
  const pieces = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  const fill = async (): Promise<boolean> => {
    const { done, value } = await pieces.next()
    if (done) return false
    held = value as Buffer
    return true
  }
  const upTo = async function* (count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (held.length === 0 && !(await fill())) throw damaged('it ends in the middle')
      const piece = held.subarray(0, left)
      held = held.subarray(piece.length)
      left -= piece.length
      if (piece.length > 0) yield piece
    }
  }
  return {
    upTo,
    async all(count: number): Promise<Buffer> {
      const found: Buffer[] = []
      for await (const piece of upTo(count)) found.push(piece)
      return Buffer.concat(found)
    },
    async isAtEnd(): Promise<boolean> {
      while (held.length === 0) if (!(await fill())) return true
      return false
    },
  }
}

/**
 * The regular files of an unpacked tar stream (ustar with PAX and GNU long names), in order. Links, devices and folders are passed over, and
 * nothing is ever written here: whoever reads decides by exact name what is wanted and where it goes, so a name like `../../x` leads nowhere.
 *
 * @throws FailureError models.damaged-archive
 */
export const tarEntries = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const take = createTake(source)
  let attributes = new Map<string, string>()
  let longName: string | undefined
  for (;;) {
    if (await take.isAtEnd()) return
    const header = await take.all(BLOCK)
    if (header.every((byte) => byte === 0)) continue
    if (!checksumFits(header)) throw damaged('a header in it is broken')
    const type = String.fromCharCode(header[156] ?? 0)
    const size =
      type === 'x' || type === 'g' || type === 'L' || type === 'K' ? numberAt(header, 124, 12) : Number(attributes.get('size') ?? numberAt(header, 124, 12))
    if (!Number.isSafeInteger(size) || size < 0) throw damaged('a size in it is broken')
    const padding = (BLOCK - (size % BLOCK)) % BLOCK
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      if (size > MOST_ATTRIBUTE_BYTES) throw damaged('a name in it is too long')
      const body = await take.all(size)
      if (type === 'x') attributes = readAttributes(body)
      if (type === 'L') longName = textAt(body, 0, body.length)
      await take.all(padding)
      continue
    }
    const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textAt(header, 345, 155) : ''
    const name = textAt(header, 0, 100)
    const path = attributes.get('path') ?? longName ?? (prefix ? `${prefix}/${name}` : name)
    attributes = new Map()
    longName = undefined
    if (type === '0' || type === '\0' || type === '7') {
      const body = take.upTo(size)
      yield { path, bytes: size, body }
      // what was not wanted is passed over
      for await (const _ of body);
    } else for await (const _ of take.upTo(size));
    await take.all(padding)
  }
}
