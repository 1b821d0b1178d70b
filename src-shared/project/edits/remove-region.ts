import type { RegionId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { regionName } from './edit-labels.ts'
import { findRegion } from './find-in-scene.ts'

export const planRemoveRegion: PlanEdit<{ readonly regionId: RegionId }> = (scene, { regionId }) => {
  const region = findRegion(scene, regionId)
  if (!region.ok) return region
  return ok({
    label: `Remove region ${regionName(region.value.name)}`,
    change: (draft) => {
      delete draft.regions[regionId]
    },
  })
}
