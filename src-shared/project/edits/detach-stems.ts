import type { StemSetId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { invalidEdit } from './find-in-scene.ts'

/** Takes a set of stems, and its mix, out of the song. The song is heard as it is again. */
export const planDetachStems: PlanEdit<{ readonly setId: StemSetId }> = ({ document }, { setId }) => {
  if (!document.stems[setId]) return invalidEdit('These stems are no longer under the song. Nothing was changed.', { setId })
  return ok({
    label: 'Remove stems',
    change: (draft) => {
      delete draft.stems[setId]
    },
  })
}
