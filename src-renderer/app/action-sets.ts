import type { ActionSet } from '../actions/index.ts'
import { editorActions, outlineActions, spokenActions } from '../editor/index.ts'
import { createActions } from '../generation/index.ts'
import { libraryActions } from '../library/index.ts'
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
  editorActions,
  outlineActions,
  spokenActions,
]
