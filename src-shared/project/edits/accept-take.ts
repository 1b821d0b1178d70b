import type { TakeId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { Region } from '../document.ts'
import type { PlanEdit } from './edit.ts'
import { takeName } from './edit-labels.ts'
import { findTake, invalidEdit } from './find-in-scene.ts'
import { frameShiftBetween } from './take-lineage.ts'

/** The region at the same moment of the song, clamped to the new length; undefined when that moment is gone. */
const follow = (region: Region, shiftFrames: number, lengthFrames: number): Region | undefined => {
  const startFrame = Math.max(0, region.startFrame + shiftFrames)
  const endFrame = Math.min(lengthFrames, region.endFrame + shiftFrames)
  return endFrame > startFrame ? { ...region, startFrame, endFrame } : undefined
}

/**
 * The take becomes the song. Its siblings of the same click are put away (recoverable), and regions and markers follow their moment: they move when
 * the take begins earlier than the song did, and are clamped when it is shorter.
 */
export const planAcceptTake: PlanEdit<{ readonly takeId: TakeId }> = (scene, { takeId }) => {
  const { document, takes } = scene
  const take = findTake(scene, takeId)
  if (!take.ok) return take
  const current = findTake(scene, document.currentTakeId)
  if (!current.ok) return current
  if (takeId === document.currentTakeId) return invalidEdit('This take is already the song.', { takeId })

  const siblings = [...takes.values()].filter(({ id, groupId }) => groupId === take.value.groupId && id !== takeId && !document.discardedTakeIds[id])
  const shiftFrames = frameShiftBetween(current.value, take.value, takes)
  return ok({
    label: `Accept ${takeName(take.value)}`,
    change: (draft) => {
      draft.currentTakeId = takeId
      delete draft.discardedTakeIds[takeId]
      // its frames are those of the song that it was made for; undo brings it back
      delete draft.comp
      for (const { id } of siblings) draft.discardedTakeIds[id] = true
      for (const region of Object.values(document.regions)) {
        const followed = follow(region, shiftFrames, take.value.lengthFrames)
        if (followed?.startFrame === region.startFrame && followed.endFrame === region.endFrame) continue
        if (followed) draft.regions[region.id] = followed
        else delete draft.regions[region.id]
      }
      for (const marker of Object.values(document.markers)) {
        const frame = marker.frame + shiftFrames
        const followed = draft.markers[marker.id]
        if (frame < 0 || frame > take.value.lengthFrames) delete draft.markers[marker.id]
        else if (followed && shiftFrames !== 0) followed.frame = frame
      }
    },
  })
}
