import type { Failure } from '../../../src-shared/kernel/failure.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import { MAX_COVER_BYTES, MAX_COVER_PX } from '../../../src-shared/library/album.ts'

type NotACover = Failure<'cover.not-a-picture'>
const refused = (message: string): Result<never, NotACover> => err(failure('cover.not-a-picture', message))

/** Start-of-frame markers of JPEG (ITU T.81, table B.1) that a browser shows: baseline, extended and progressive. */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2])

type Size = { readonly width: number; readonly height: number }

/** Width and height of a JPEG, read along its segments; undefined where it is none. */
const jpegSize = (bytes: Uint8Array, view: DataView): Size | undefined => {
  if (bytes.length < 8 || view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (FRAMES.has(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    if (marker === 0xda) return undefined
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

const PNG_HEAD = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** of its first chunk (PNG, third edition, 11.2.1) */
const pngSize = (bytes: Uint8Array, view: DataView): Size | undefined =>
  bytes.length >= 33 && PNG_HEAD.every((byte, at) => bytes[at] === byte) && view.getUint32(12) === 0x49484452
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : undefined

export type Picture = Size & { readonly kind: 'jpg' | 'png' }

/** What kind of picture the bytes begin as, and how large it says it is; undefined where they are neither JPEG nor PNG. */
export const pictureOf = (bytes: Uint8Array): Picture | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const jpeg = jpegSize(bytes, view)
  if (jpeg) return { kind: 'jpg', ...jpeg }
  const png = pngSize(bytes, view)
  return png && { kind: 'png', ...png }
}

const fits = ({ width, height }: Size, mostPx: number): boolean => width >= 1 && height >= 1 && width <= mostPx && height <= mostPx

/**
 * Whether bytes may become a cover: a whole JPEG of a size that a cover has. The window decodes a chosen file in its sandbox and paints it anew as a
 * JPEG, so nothing but pixels comes here; this is the second look.
 */
export const checkCover = (bytes: Uint8Array): Result<Uint8Array, NotACover> => {
  if (bytes.length > MAX_COVER_BYTES) return refused('This picture is too large for a cover. Choose a smaller one.')
  const picture = pictureOf(bytes)
  if (picture?.kind !== 'jpg' || bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9)
    return refused('This is not a picture that can be a cover. Choose a PNG, JPEG or WebP file.')
  return fits(picture, MAX_COVER_PX) ? ok(bytes) : refused('This picture is too large for a cover. Choose a smaller one.')
}

/** Wider pictures would fill the window’s memory when they are shown. */
const MAX_FILE_COVER_PX = 6_000
/** @see readTags, which reads no larger one */
export const MAX_FILE_COVER_BYTES = 10_000_000

/** Whether a picture that lies on the disk, by itself or in a sound file, may be a cover: it is kept as it is, and only the window’s sandbox decodes it. */
export const checkFileCover = (bytes: Uint8Array): Result<Picture, NotACover> => {
  const picture = bytes.length <= MAX_FILE_COVER_BYTES ? pictureOf(bytes) : undefined
  if (!picture) return refused('This is not a JPEG or PNG of at most 10 MB. Choose another picture.')
  return fits(picture, MAX_FILE_COVER_PX) ? ok(picture) : refused(`This picture is larger than ${MAX_FILE_COVER_PX} pixels. Choose a smaller one.`)
}
