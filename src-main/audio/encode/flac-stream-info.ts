import { open } from 'node:fs/promises'

/** Where STREAMINFO's own bytes begin: after "fLaC" and the block's head (RFC 9639, 8.1-8.2). */
const STREAM_INFO_AT = 8
const COUNT_AT = 13
const MD5_AT = 18

/**
 * Completes the STREAMINFO of a FLAC file whose encoder could not go back: the number of frames, without which players show no length, and
 * the MD5 of the sound, by which any decoder proves that nothing was lost. Both fields are zero ("unknown") before.
 *
 * @param md5 of the interleaved little-endian integers, 16 bytes
 */
export const completeStreamInfo = async (path: string, frames: number, md5: Uint8Array): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    const count = Buffer.alloc(5)
    await file.read(count, 0, 5, STREAM_INFO_AT + COUNT_AT)
    count[0] = ((count[0] ?? 0) & 0xf0) | Math.floor(frames / 2 ** 32)
    count.writeUInt32BE(frames % 2 ** 32, 1)
    await file.write(count, 0, 5, STREAM_INFO_AT + COUNT_AT)
    await file.write(md5, 0, 16, STREAM_INFO_AT + MD5_AT)
    await file.sync()
  } finally {
    await file.close()
  }
}
