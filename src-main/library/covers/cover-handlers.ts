import type { Handlers } from '../../../src-shared/ipc/call.ts'
import type { library } from '../../../src-shared/library/contract.ts'
import { type ChangeParts, libraryChanges } from '../library-changes.ts'
import { checkCover } from './cover-picture.ts'
import type { CoverStore } from './cover-store.ts'

export type CoverHandlers = Pick<Handlers<typeof library>, 'setAlbumCover'>

export const coverHandlers = (parts: ChangeParts, covers: CoverStore): CoverHandlers => {
  const changes = libraryChanges(parts)
  return {
    async setAlbumCover({ albumId, jpegBase64 }) {
      if (jpegBase64 === undefined) return changes.setAlbumCover(albumId, undefined)
      const picture = checkCover(Buffer.from(jpegBase64, 'base64'))
      return picture.ok ? changes.setAlbumCover(albumId, await covers.put(picture.value)) : picture
    },
  }
}
