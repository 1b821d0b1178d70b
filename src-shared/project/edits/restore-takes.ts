import type { TakeId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { takesName } from './edit-labels.ts'
import { findTakes, invalidEdit } from './find-in-scene.ts'

/** Brings takes back that were put away. */
export const planRestoreTakes: PlanEdit<{ readonly takeIds: readonly TakeId[] }> = (scene, { takeIds }) => {
  const takes = findTakes(scene, takeIds)
  if (!takes.ok) return takes
  const away = takes.value.filter(({ id }) => scene.document.discardedTakeIds[id])
  if (away.length === 0) return invalidEdit('These takes are not put away.')
  return ok({
    label: `Restore ${takesName(away)}`,
    change: (draft) => {
      for (const { id } of away) delete draft.discardedTakeIds[id]
    },
  })
}
