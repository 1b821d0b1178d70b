import type { TakeId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { takesName } from './edit-labels.ts'
import { findTakes, invalidEdit } from './find-in-scene.ts'

/** Puts takes away; their sound stays and they can be restored. What plays now cannot be put away. */
export const planDiscardTakes: PlanEdit<{ readonly takeIds: readonly TakeId[] }> = (scene, { takeIds }) => {
  const { document } = scene
  const takes = findTakes(scene, takeIds)
  if (!takes.ok) return takes
  if (takes.value.some(({ id }) => id === document.currentTakeId)) {
    return invalidEdit('This take is the song as it plays now. Accept another take first, or undo.', { takeId: document.currentTakeId })
  }
  const shown = takes.value.filter(({ id }) => !document.discardedTakeIds[id])
  if (shown.length === 0) return invalidEdit('These takes are already put away.')
  return ok({
    label: `Discard ${takesName(shown)}`,
    change: (draft) => {
      for (const { id } of shown) draft.discardedTakeIds[id] = true
    },
  })
}
