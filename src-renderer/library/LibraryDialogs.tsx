import { BatchEditDialog } from './batch/BatchEditDialog.tsx'
import { TagDialog } from './marks/TagDialog.tsx'

/** What lists of songs ask about, wherever they are shown. */
export const LibraryDialogs = () => (
  <>
    <BatchEditDialog />
    <TagDialog />
  </>
)
