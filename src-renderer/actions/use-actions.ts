import { useLayoutEffect, useRef } from 'react'
import { tinykeys } from 'tinykeys'
import type { ActionSet } from './action-set.ts'
import { addLiveActions, type LiveAction } from './action-store.ts'
import { isControlKey } from './control-keys.ts'
import { actionId, keysOf, useKeyMap } from './key-map.ts'
import { isInDialog, isTypingTarget } from './typing-target.ts'

/** What is missing for an action at the moment it is asked; undefined: nothing. */
export type Reasons<K extends string> = Partial<Record<K, () => string | undefined>>

/**
 * Makes a place's actions real while the component is mounted: keys are heard, the palette offers them.
 * An action without a handler is off. Handlers and reasons may change at every render.
 */
export const useActions = <K extends string>(
  set: ActionSet<K>,
  handlers: Partial<Record<K, (event?: KeyboardEvent) => void>>,
  reasons: Reasons<K> = {},
): void => {
  const latest = useRef(handlers)
  latest.current = handlers
  const latestReasons = useRef(reasons)
  latestReasons.current = reasons
  const map = useKeyMap((state) => state.keys)
  const names = (Object.keys(set.actions) as K[]).filter((name) => handlers[name] !== undefined).join(' ')

  // before the screen is painted: who sees it may press its keys
  // biome-ignore lint/correctness/useExhaustiveDependencies: another map gives other keys
  useLayoutEffect(() => {
    const live: LiveAction[] = (names === '' ? [] : (names.split(' ') as K[])).map((name) => ({
      ...set.actions[name],
      keys: keysOf(set, name),
      id: actionId(set, name),
      group: set.group,
      scope: set.scope,
      run: (event) => latest.current[name]?.(event),
      whyNot: () => latestReasons.current[name]?.(),
    }))
    const removeActions = addLiveActions(live)
    const bindings: Record<string, (event: KeyboardEvent) => void> = {}
    for (const action of live) {
      for (const keys of action.keys ?? []) {
        bindings[keys] = (event) => {
          if (event.defaultPrevented || event.isComposing) return
          if (action.whileTyping ? isInDialog(event.target) : isTypingTarget(event.target)) return
          if (isControlKey(event)) return
          event.preventDefault()
          action.run(event)
        }
      }
    }
    const removeKeys = tinykeys(window, bindings, { ignore: () => false })
    return () => {
      removeKeys()
      removeActions()
    }
  }, [set, names, map])
}
