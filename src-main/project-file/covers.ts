import { createHash } from 'node:crypto'
import { type FileHandle, readFile, stat } from 'node:fs/promises'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { type CoverStore, checkFileCover, MAX_FILE_COVER_BYTES } from '../library/index.ts'
import { readMember, type ZipEntry, type ZipListing } from '../platform/files/index.ts'
import { coverName, type PackedCover } from './manifest.ts'

/** Pictures that the store still has and that may be covers; the rest stays behind. */
export const packCovers = async (wanted: ReadonlySet<Sha256>, covers: Pick<CoverStore, 'has' | 'pathOf'>) => {
  const packed: PackedCover[] = []
  const entries: ZipEntry[] = []
  for (const sha256 of wanted) {
    if (!covers.has(sha256)) continue
    const path = covers.pathOf(sha256)
    if ((await stat(path)).size > MAX_FILE_COVER_BYTES) continue
    const bytes = await readFile(path)
    const picture = checkFileCover(bytes)
    if (!picture.ok || createHash('sha256').update(bytes).digest('hex') !== sha256) continue
    const cover = { sha256, bytes: bytes.length, kind: picture.value.kind }
    packed.push(cover)
    entries.push({ name: coverName(cover), from: { path } })
  }
  return { packed, entries }
}

/** `sha256`: of the picture that is in the store now, by what it was called in the file. `lost`: damaged; `refused`: no picture that may be a cover. */
export type UnpackedCovers = { readonly sha256: ReadonlyMap<Sha256, Sha256>; readonly lost: readonly string[]; readonly refused: readonly string[] }

/**
 * The pictures of a project file into the cover store. Only bytes that are a JPEG or PNG of a size that a cover may have come in, whatever they are
 * called: the window's sandbox decodes them. A damaged JPEG is still seen and kept; a damaged PNG is not, since programs refuse one.
 *
 * @throws FailureError disk.full
 */
export const unpackCovers = async (file: FileHandle, { members }: ZipListing, packed: readonly PackedCover[], covers: Pick<CoverStore, 'has' | 'put'>) => {
  const sha256 = new Map<Sha256, Sha256>()
  const lost: string[] = []
  const refused: string[] = []
  for (const cover of packed) {
    if (covers.has(cover.sha256)) {
      sha256.set(cover.sha256, cover.sha256)
      continue
    }
    const member = members.find(({ name }) => name === coverName(cover))
    const chunks: Buffer[] = []
    // a byte more than may be: what is too large is seen to be
    if (member) for await (const chunk of readMember(file, member, MAX_FILE_COVER_BYTES + 1)) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const isWhole = createHash('sha256').update(bytes).digest('hex') === cover.sha256
    const picture = checkFileCover(bytes)
    if (isWhole && picture.ok) sha256.set(cover.sha256, await covers.put(bytes, picture.value.kind))
    else if (!picture.ok && (isWhole || bytes.length > MAX_FILE_COVER_BYTES)) refused.push(picture.error.message)
    else if (picture.ok && picture.value.kind === 'jpg' && bytes.length > 0) {
      sha256.set(cover.sha256, await covers.put(bytes, 'jpg'))
      lost.push(bytes.length < cover.bytes ? 'a part of a cover is missing' : 'a cover may show where the file is damaged')
    } else lost.push('a cover could not be read and is lost')
  }
  return { sha256, lost, refused } satisfies UnpackedCovers
}
