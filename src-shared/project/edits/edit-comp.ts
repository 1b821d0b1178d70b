import type { TakeId } from '../../kernel/ids.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { EMPTY_COMP, isCompEmpty, moveCompEdge, roomOfEdge, swipeComp } from '../comp-pieces.ts'
import type { Comp, Take } from '../document.ts'
import type { EditFailure, EditPlan, EditScene, PlanEdit } from './edit.ts'
import { placeInBars, shortTakeName, spanInBars } from './edit-labels.ts'
import { checkSpan, findTake, invalidEdit } from './find-in-scene.ts'
import { frameShiftBetween } from './take-lineage.ts'

const changed = (label: string, comp: Comp): Result<EditPlan, EditFailure> =>
  ok({
    label,
    change: (draft) => {
      if (isCompEmpty(comp)) delete draft.comp
      else draft.comp = comp
    },
  })

/** Why a take cannot play there; undefined where it can. */
export const whyNotThere = ({ takes }: EditScene, song: Take, take: Take, startFrame: number, endFrame: number): string | undefined => {
  if (take.sampleRateHz !== song.sampleRateHz || take.channelCount !== song.channelCount) return 'It has another sample rate or channel count than the song.'
  const shift = frameShiftBetween(song, take, takes)
  return startFrame + shift < 0 || endFrame + shift > take.lengthFrames ? 'It has no sound there.' : undefined
}

/** A swipe over a lane. */
export const planSwipeComp: PlanEdit<{ readonly takeId: TakeId; readonly startFrame: number; readonly endFrame: number }> = (scene, command) => {
  const { takeId, startFrame, endFrame } = command
  const song = checkSpan(scene, startFrame, endFrame)
  if (!song.ok) return song
  const take = findTake(scene, takeId)
  if (!take.ok) return take
  const refused = whyNotThere(scene, song.value, take.value, startFrame, endFrame)
  if (refused) return invalidEdit(`This take cannot play there. ${refused} Nothing was changed.`, { takeId, startFrame, endFrame })
  const before = scene.document.comp ?? EMPTY_COMP
  const comp = swipeComp(before, song.value, command)
  const name = takeId === song.value.id ? 'the song' : shortTakeName(take.value, scene.document)
  if (JSON.stringify(comp) === JSON.stringify(before)) return invalidEdit(`There ${name} plays already.`, { takeId, startFrame, endFrame })
  return changed(`Comp: ${name} in ${spanInBars(song.value, startFrame, endFrame)}`, comp)
}

const noEdge = (atFrame: number) => invalidEdit('This edge is no longer in the comp. Nothing was changed.', { atFrame })

export const planMoveCompEdge: PlanEdit<{ readonly fromFrame: number; readonly toFrame: number }> = (scene, { fromFrame, toFrame }) => {
  const song = findTake(scene, scene.document.currentTakeId)
  if (!song.ok) return song
  const { comp } = scene.document
  const room = comp && roomOfEdge(comp, song.value, fromFrame)
  if (!comp || !room) return noEdge(fromFrame)
  if (toFrame === fromFrame) return invalidEdit('The edge is there already.', { fromFrame })
  if (toFrame <= room.after || toFrame >= room.before) {
    return invalidEdit('An edge cannot be moved past the next one. Swipe over the lane instead.', { fromFrame, toFrame })
  }
  const moved = moveCompEdge(comp, song.value, fromFrame, toFrame)
  for (const [start, { endFrame, takeId }] of Object.entries(moved.spans)) {
    const take = findTake(scene, takeId)
    if (!take.ok) return take
    const refused = whyNotThere(scene, song.value, take.value, Number(start), endFrame)
    if (refused) return invalidEdit(`The edge cannot go there: ${refused.charAt(0).toLowerCase()}${refused.slice(1)}`, { fromFrame, toFrame })
  }
  return changed(`Comp: move the edge at ${placeInBars(song.value, fromFrame)} to ${placeInBars(song.value, toFrame)}`, moved)
}

export const planFadeComp: PlanEdit<{ readonly atFrame: number; readonly seconds?: number | undefined }> = (scene, { atFrame, seconds }) => {
  const song = findTake(scene, scene.document.currentTakeId)
  if (!song.ok) return song
  const { comp } = scene.document
  if (!comp || !roomOfEdge(comp, song.value, atFrame)) return noEdge(atFrame)
  const { [String(atFrame)]: old, ...others } = comp.fades
  if (old === seconds) return invalidEdit('The crossfade is that long already.', { atFrame })
  const words = seconds === undefined ? 'usual crossfade' : `crossfade of ${Math.round(seconds * 1000)} ms`
  return changed(`Comp: ${words} at ${placeInBars(song.value, atFrame)}`, {
    ...comp,
    fades: seconds === undefined ? others : { ...others, [String(atFrame)]: seconds },
  })
}

export const planClearComp: PlanEdit<unknown> = ({ document }) =>
  isCompEmpty(document.comp) ? invalidEdit('There is no comp to clear.') : changed('Clear the comp', EMPTY_COMP)
