import { useActions } from '../../actions/index.ts'
import { sayAgain } from '../../announcer/index.ts'
import { openOutline } from './outline-store.ts'
import { sayLevel } from './say-level.ts'
import { sayPosition, saySelection } from './say-place.ts'
import { outlineActions, spokenActions } from './spoken-actions.ts'

export const useSpokenActions = (): void => useActions(spokenActions, { position: sayPosition, level: () => void sayLevel(), again: sayAgain })
export const useOutlineActions = (): void => useActions(outlineActions, { open: openOutline, selection: saySelection })
