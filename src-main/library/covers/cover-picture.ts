import type { Failure } from '../../../src-shared/kernel/failure.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import { MAX_COVER_BYTES, MAX_COVER_PX } from '../../../src-shared/library/album.ts'

type NotACover = Failure<'cover.not-a-picture'>
const refused = (message: string): Result<never, NotACover> => err(failure('cover.not-a-picture', message))

/** Start-of-frame markers of JPEG (ITU T.81, table B.1) that a browser's canvas writes: baseline, extended and progressive. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])

/**
 * Width and height of a JPEG, read along its segments; undefined where it is none, or does not end as one. The window decodes a chosen file in its
 * sandbox and paints it anew as a JPEG, so nothing but pixels comes here; this is the second look.
 */
const jpegSize = (bytes: Uint8Array): { width: number; height: number } | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || view.getUint16(0) !== 0xffd8 || view.getUint16(bytes.length - 2) !== 0xffd9) return undefined
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (FRAMES.has(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === 0xda) return undefined
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** Whether bytes may become a cover: a whole JPEG of a size that a cover has. */
export const checkCover = (bytes: Uint8Array): Result<Uint8Array, NotACover> => {
  if (bytes.length > MAX_COVER_BYTES) return refused('This picture is too large for a cover. Choose a smaller one.')
  const size = jpegSize(bytes)
  if (!size) return refused('This is not a picture that can be a cover. Choose a PNG, JPEG or WebP file.')
  if (size.width < 1 || size.height < 1 || size.width > MAX_COVER_PX || size.height > MAX_COVER_PX)
    return refused('This picture is too large for a cover. Choose a smaller one.')
  return ok(bytes)
}
