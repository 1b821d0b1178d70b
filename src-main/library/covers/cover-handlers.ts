import { readFile, stat } from 'node:fs/promises'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { AlbumId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { Album } from '../../../src-shared/library/album.ts'
import type { library } from '../../../src-shared/library/contract.ts'
import { readFailure } from '../../audio/index.ts'
import { type ChangeParts, libraryChanges } from '../library-changes.ts'
import { checkCover, checkFileCover, MAX_FILE_COVER_BYTES } from './cover-picture.ts'
import type { CoverStore } from './cover-store.ts'

export type CoverHandlers = Pick<Handlers<typeof library>, 'setAlbumCover'> & {
  /** a JPEG or PNG on the disk, kept as it is: for the command line */
  giveAlbumCover(albumId: AlbumId, path: string): Promise<Result<Album, Failure>>
}

const readSmallFile = async (path: string): Promise<Result<Uint8Array, Failure>> => {
  try {
    const { size } = await stat(path)
    // more is refused by its size alone
    return ok(size > MAX_FILE_COVER_BYTES ? new Uint8Array(MAX_FILE_COVER_BYTES + 1) : await readFile(path))
  } catch (cause) {
    const known = readFailure(cause, path)
    if (known instanceof FailureError) return err(known.failure)
    throw cause
  }
}

export const coverHandlers = (parts: ChangeParts, covers: CoverStore): CoverHandlers => {
  const changes = libraryChanges(parts)
  return {
    async giveAlbumCover(albumId, path) {
      const bytes = await readSmallFile(path)
      if (!bytes.ok) return bytes
      const picture = checkFileCover(bytes.value)
      return picture.ok ? changes.setAlbumCover(albumId, await covers.put(bytes.value, picture.value.kind)) : picture
    },
    async setAlbumCover({ albumId, jpegBase64 }) {
      if (jpegBase64 === undefined) return changes.setAlbumCover(albumId, undefined)
      const picture = checkCover(Buffer.from(jpegBase64, 'base64'))
      return picture.ok ? changes.setAlbumCover(albumId, await covers.put(picture.value)) : picture
    },
  }
}
