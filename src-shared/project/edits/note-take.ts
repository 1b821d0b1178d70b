import type { TakeId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { Preference, TakeNote } from '../document.ts'
import type { EditPlan, PlanEdit } from './edit.ts'
import { shortTakeName, takeName } from './edit-labels.ts'
import { findTake, invalidEdit } from './find-in-scene.ts'

const write =
  (takeId: TakeId, note: TakeNote): EditPlan['change'] =>
  (draft) => {
    if (note.name === undefined && note.stars === undefined) delete draft.takeNotes[takeId]
    else draft.takeNotes[takeId] = note
  }

/** An empty name is no name. */
export const planRenameTake: PlanEdit<{ readonly takeId: TakeId; readonly name: string }> = (scene, { takeId, name }) => {
  const take = findTake(scene, takeId)
  if (!take.ok) return take
  const { name: old, ...rest } = scene.document.takeNotes[takeId] ?? {}
  const fresh = name.trim()
  if ((old ?? '') === fresh) return invalidEdit('The take is called that already.', { takeId })
  return ok({
    label: fresh === '' ? `Take the name off ${takeName(take.value)}` : `Name ${takeName(take.value)} “${fresh}”`,
    change: write(takeId, fresh === '' ? rest : { ...rest, name: fresh }),
  })
}

export const planRateTake: PlanEdit<{ readonly takeId: TakeId; readonly stars: number }> = (scene, { takeId, stars }) => {
  const take = findTake(scene, takeId)
  if (!take.ok) return take
  const { stars: old, ...rest } = scene.document.takeNotes[takeId] ?? {}
  if ((old ?? 0) === stars) return invalidEdit('The take is rated so already.', { takeId })
  const name = shortTakeName(take.value, scene.document)
  return ok({
    label: stars === 0 ? `Take the stars off ${name}` : `Rate ${name} ${stars} ${stars === 1 ? 'star' : 'stars'}`,
    change: write(takeId, stars === 0 ? rest : { ...rest, stars }),
  })
}

export const planPreferTake: PlanEdit<{ readonly id: string; readonly preference: Preference }> = (scene, { id, preference }) => {
  const [preferred, other] = [findTake(scene, preference.takeId), findTake(scene, preference.againstTakeId)]
  if (!preferred.ok) return preferred
  if (!other.ok) return other
  if (preference.takeId === preference.againstTakeId) return invalidEdit('A take cannot be compared with itself.', { takeId: preference.takeId })
  if (scene.document.preferences[id]) return invalidEdit('This comparison is written down already.', { id })
  const count = Object.keys(scene.document.preferences).length + 1
  return ok({
    // without names: the history is seen while the next round is heard
    label: `Decide blind comparison ${count}`,
    change: (draft) => {
      draft.preferences[id] = preference
    },
  })
}
