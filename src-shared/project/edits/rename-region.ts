import type { RegionId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { regionName } from './edit-labels.ts'
import { findRegion, invalidEdit } from './find-in-scene.ts'

export const planRenameRegion: PlanEdit<{ readonly regionId: RegionId; readonly name: string }> = (scene, { regionId, name }) => {
  const region = findRegion(scene, regionId)
  if (!region.ok) return region
  if (region.value.name === name) return invalidEdit('The region already has this name.', { regionId })
  return ok({
    label: `Rename region ${regionName(region.value.name)} to ${regionName(name)}`,
    change: (draft) => {
      const marked = draft.regions[regionId]
      if (marked) marked.name = name
    },
  })
}
