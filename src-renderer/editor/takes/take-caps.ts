import { capsOf } from '../../actions/index.ts'
import { editorActions } from '../editor-actions.ts'

const ACTIONS = ['take1', 'take2', 'take3', 'take4'] as const

/** The key that hears a take by its number; none beyond the fourth. */
export const takeCaps = (number: number): string[] => {
  const action = ACTIONS[number - 1]
  return action ? capsOf(editorActions, action) : []
}
