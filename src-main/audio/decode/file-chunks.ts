import { open } from 'node:fs/promises'
import { readFailure } from '../audio-failures.ts'

const CHUNK_BYTES = 1 << 18

/** A file from `start` on in pieces of 256 kB; each piece is fresh memory. `report` hears the fraction that was read. */
export const fileChunks = async function* (path: string, start: number, report: (fraction: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    const { size } = await file.stat()
    for (let at = start; at < size; ) {
      const { buffer, bytesRead } = await file.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, at)
      if (bytesRead === 0) return
      at += bytesRead
      report(at / size)
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Up to `length` bytes at `offset`. */
export const readHead = async (path: string, offset: number, length: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; fileBytes: number }> => {
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset)
    return { bytes: buffer.subarray(0, bytesRead), fileBytes: size }
  } catch (cause) {
    throw readFailure(cause, path)
  } finally {
    await file.close()
  }
}
