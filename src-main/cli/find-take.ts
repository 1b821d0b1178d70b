import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { proposedTakes, takesById } from '../../src-shared/project/edits/index.ts'

/**
 * A take by its id, by the beginning of its id, by its name, or by its number among those that wait for a decision.
 * @throws FailureError take.not-found, take.ambiguous
 */
export const findTake = (view: ProjectView, words: string): Take => {
  const proposed = proposedTakes(view.document, takesById(view.takes))
  const wanted = words.trim().toLowerCase()
  const byId = view.takes.filter(({ id }) => id.startsWith(words) && words.length > 4)
  const byName = view.takes.filter(({ id }) => view.document.takeNotes[id]?.name?.toLowerCase() === wanted)
  const numbered = proposed.filter(({ number, kind }) => String(number) === words && kind !== 'comp')
  const found = byId.length > 0 ? byId : byName.length > 0 ? byName : numbered
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const sentence = only
    ? `More than one take is meant by “${words}”: ${found.map(({ id }) => id).join(', ')}. Give the id.`
    : `This song has no take “${words}”. \`segno takes list\` shows them.`
  throw new FailureError(failure(only ? 'take.ambiguous' : 'take.not-found', sentence))
}
