import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

export type TarPart = { readonly path: string; readonly body?: Buffer; readonly type?: string; readonly linkName?: string; readonly size?: string }

const header = ({ path, body = Buffer.alloc(0), type = '0', linkName = '', size }: TarPart): Buffer => {
  const block = Buffer.alloc(512)
  block.write(path.slice(0, 100), 0)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(size ?? `${body.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write(type, 156)
  block.write(linkName, 157)
  block.write('ustar\0', 257)
  block.write('00', 263)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

const padded = (body: Buffer): Buffer => Buffer.concat([body, Buffer.alloc((512 - (body.length % 512)) % 512)])

/** An archive as a packer would write it, or as an attacker would. */
export const makeTar = (parts: readonly TarPart[]): Buffer =>
  Buffer.concat([...parts.flatMap((part) => [header(part), padded(part.body ?? Buffer.alloc(0))]), Buffer.alloc(1024)])

/** A PAX record that gives the next entry another name. */
export const paxPath = (path: string): TarPart => {
  const record = (length: number) => `${length} path=${path}\n`
  let length = record(0).length
  while (record(length).length !== length) length = record(length).length
  return { path: 'PaxHeader', type: 'x', body: Buffer.from(record(length)) }
}

export const makePackage = (parts: readonly TarPart[]): { readonly bytes: Buffer; readonly integrity: string } => {
  const bytes = gzipSync(makeTar(parts))
  return { bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` }
}
