/** A RIFF chunk: name, little-endian size, body, a byte of padding where the size is odd. */
export const riffChunk = (name: string, body: Uint8Array): Uint8Array => {
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from(name, 'latin1'), size, body, new Uint8Array(body.length % 2)])
}
