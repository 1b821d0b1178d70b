import { ok } from '../../kernel/result.ts'
import type { Region } from '../document.ts'
import type { PlanEdit } from './edit.ts'
import { regionName, spanInBars } from './edit-labels.ts'
import { checkSpan, invalidEdit } from './find-in-scene.ts'

/** Marks a span. Regions may overlap: they are marks, not material. */
export const planAddRegion: PlanEdit<{ readonly region: Region }> = (scene, { region }) => {
  const current = checkSpan(scene, region.startFrame, region.endFrame)
  if (!current.ok) return current
  if (scene.document.regions[region.id]) return invalidEdit('This region is already marked.', { regionId: region.id })
  const name = region.name.trim() || spanInBars(current.value, region.startFrame, region.endFrame)
  return ok({
    label: `Mark region ${regionName(name)}`,
    change: (draft) => {
      draft.regions[region.id] = { ...region }
    },
  })
}
