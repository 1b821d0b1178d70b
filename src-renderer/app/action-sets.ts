import type { ActionSet } from '../actions/index.ts'
import { compLaneActions, editorActions, markActions, outlineActions, outlineItemActions, spokenActions, stemLaneActions } from '../editor/index.ts'
import { createActions } from '../generation/index.ts'
import { libraryActions, songListActions } from '../library/index.ts'
import { modelsActions } from '../models/index.ts'
import { transportActions } from '../transport/index.ts'
import { shellActions } from './shell-actions.ts'

/** Everything that can be done by key or palette, for the key sheet and for the test that no two keys fight. */
export const actionSets: readonly ActionSet[] = [
  shellActions,
  modelsActions,
  transportActions,
  createActions,
  libraryActions,
  songListActions,
  editorActions,
  compLaneActions,
  stemLaneActions,
  markActions,
  outlineActions,
  outlineItemActions,
  spokenActions,
]
