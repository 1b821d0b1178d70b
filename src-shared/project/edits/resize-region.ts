import type { RegionId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { regionName, spanInBars } from './edit-labels.ts'
import { checkSpan, findRegion, invalidEdit } from './find-in-scene.ts'

/** Moves one or both edges; a drag is one such edit, made on release. */
export const planResizeRegion: PlanEdit<{ readonly regionId: RegionId; readonly startFrame: number; readonly endFrame: number }> = (scene, command) => {
  const { regionId, startFrame, endFrame } = command
  const region = findRegion(scene, regionId)
  if (!region.ok) return region
  const current = checkSpan(scene, startFrame, endFrame)
  if (!current.ok) return current
  const { startFrame: oldStart, endFrame: oldEnd, name } = region.value
  if (oldStart === startFrame && oldEnd === endFrame) return invalidEdit('The region already has these edges.', { regionId })
  const verb = endFrame - startFrame === oldEnd - oldStart ? 'Move' : 'Resize'
  return ok({
    label: `${verb} region ${regionName(name)} to ${spanInBars(current.value, startFrame, endFrame)}`,
    change: (draft) => {
      const marked = draft.regions[regionId]
      if (!marked) return
      marked.startFrame = startFrame
      marked.endFrame = endFrame
    },
  })
}
