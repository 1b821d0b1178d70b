import type { FileHandle } from 'node:fs/promises'
import type { ByteRange } from './byte-range.ts'

/** Bytes read at a time: large enough to keep up with a drag over a waveform, small enough that a cancelled seek wastes little. */
const CHUNK_BYTES = 256 * 1024

/** Part of an open file as a response body. Closes the file when it is read to the end, fails, or the reader goes away. */
export const fileBody = (file: FileHandle, { start, end }: ByteRange): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let position = start
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const wanted = Math.min(CHUNK_BYTES, end - position + 1)
          const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, position)
          if (bytesRead === 0) throw new Error('the file became shorter while it was read')
          position += bytesRead
          controller.enqueue(buffer.subarray(0, bytesRead))
          if (position <= end) return
          await file.close()
          controller.close()
        } catch (cause) {
          await file.close().catch(() => undefined)
          controller.error(cause)
        }
      },
      cancel: () => file.close(),
    },
    { highWaterMark: 1 },
  )
}
