import type { StemSetId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import type { PlanEdit } from './edit.ts'
import { invalidEdit } from './find-in-scene.ts'

const listed = (names: readonly string[]): string => (names.length > 4 ? `${names.length} instruments` : names.join(', ').toLowerCase() || 'stems')

/** Lays stems that were made under the song, all heard as in the song. */
export const planAttachStems: PlanEdit<{ readonly setId: StemSetId; readonly names: readonly string[] }> = ({ document }, { setId, names }) => {
  if (document.stems[setId]) return invalidEdit('These stems lie under the song already.', { setId })
  return ok({
    label: `Split into ${listed(names)}`,
    change: (draft) => {
      draft.stems[setId] = {}
    },
  })
}
