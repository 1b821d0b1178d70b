import { create } from 'zustand'
import type { ActionDefinition, ActionScope } from './action-set.ts'

/** An action that can be run now. */
export type LiveAction = ActionDefinition & {
  readonly id: string
  readonly group: string
  readonly scope: ActionScope
  readonly run: (event?: KeyboardEvent) => void
  /** what is missing for it at this moment: "Mark some bars first" */
  readonly whyNot?: () => string | undefined
}

/** What can be done at this moment, in the order in which screens came up. */
export const useLiveActions = create<{ readonly actions: readonly LiveAction[] }>()(() => ({ actions: [] }))

export const addLiveActions = (added: readonly LiveAction[]): (() => void) => {
  useLiveActions.setState(({ actions }) => ({ actions: [...actions, ...added] }))
  return () => useLiveActions.setState(({ actions }) => ({ actions: actions.filter((action) => !added.includes(action)) }))
}
