import type { HistoryLine } from '../../src-shared/history/contract.ts'

/** `stepId`: the step of the library's history; `at`: ms since 1970 */
export type CommentDeed = { readonly stepId: number; readonly label: string; readonly at: number }

/** `by`: the step that took it back, the same where it was undone */
export type UndoneDeed = CommentDeed & { readonly by: number }

type Deeds = { readonly deeds: readonly CommentDeed[]; readonly undone: readonly UndoneDeed[] }

export const inOrder = <D extends CommentDeed>(deeds: readonly D[]): D[] => deeds.toSorted((a, b) => a.at - b.at)

/** What Undo and Redo may mean once the history was walked from elsewhere: its panel, the library, a command. */
export const followHistory = ({ deeds, undone }: Deeds, lines: readonly Pick<HistoryLine, 'place' | 'isUndone'>[]): Deeds => {
  const states = new Map(lines.flatMap(({ place, isUndone }) => (place.kind === 'library' ? [[place.stepId, isUndone] as const] : [])))
  const isUndone = ({ stepId }: CommentDeed): boolean => states.get(stepId) === true
  // what a step of its own took back stands itself; only that step can be undone
  const isBack = (deed: UndoneDeed): boolean => (deed.by === deed.stepId ? states.get(deed.stepId) === false : states.get(deed.by) === true)
  return {
    deeds: inOrder([...deeds.filter((deed) => !isUndone(deed)), ...undone.filter(isBack).map(({ by: _, ...deed }) => deed)]),
    undone: inOrder([...undone.filter((deed) => !isBack(deed)), ...deeds.filter(isUndone).map((deed) => ({ ...deed, by: deed.stepId }))]),
  }
}
