import { flushSync } from 'react-dom'
import type { RegionId } from '../../../src-shared/kernel/ids.ts'
import { openView } from '../editor-store.ts'
import { select, useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'

/** The field is there before the next key arrives: what is typed right after F2 belongs to the name. */
export const startRenaming = (regionId: RegionId): void => flushSync(() => useSession.setState({ renamingRegionId: regionId, tab: 'regions' }))

export const finishRenaming = async (regionId: RegionId, name: string): Promise<void> => {
  // leaving the field after Enter or Escape is not a second answer
  if (useSession.getState().renamingRegionId !== regionId) return
  useSession.setState({ renamingRegionId: undefined })
  const trimmed = name.trim()
  if (trimmed === '' || trimmed === openView()?.document.regions[regionId]?.name) return
  await applyEdit({ type: 'region.rename', regionId, name: trimmed })
}

/** The sound stays as it is; only the mark goes, and undo brings it back. */
export const removeRegion = async (regionId: RegionId): Promise<void> => {
  const name = openView()?.document.regions[regionId]?.name
  if (!(await applyEdit({ type: 'region.remove', regionId }))) return
  if (useSession.getState().selectedRegionId === regionId) select(undefined)
  notifyWithUndoEdit(`“${name || 'Region'}” was removed.`)
}
