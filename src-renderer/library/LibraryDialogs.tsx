import { TagAlbumsDialog } from './albums/from-tags/TagAlbumsDialog.tsx'
import { BatchEditDialog } from './batch/BatchEditDialog.tsx'
import { SongFactsDialog } from './facts/SongFactsDialog.tsx'
import { TagDialog } from './marks/TagDialog.tsx'
import { FileTagsDialog } from './tags/FileTagsDialog.tsx'

/** What lists of songs ask about, wherever they are shown. */
export const LibraryDialogs = () => (
  <>
    <BatchEditDialog />
    <TagAlbumsDialog />
    <TagDialog />
    <FileTagsDialog />
    <SongFactsDialog />
  </>
)
