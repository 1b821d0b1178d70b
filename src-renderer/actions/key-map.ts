import { create } from 'zustand'
import type { ActionSet } from './action-set.ts'
import type { Bound } from './conflicts.ts'
import { keyCaps } from './key-names.ts'

/** Keys that actions have instead of their own, by id; an empty list is none. And every set of actions there is. */
type KeyMap = { readonly keys: Readonly<Record<string, readonly string[]>>; readonly sets: readonly ActionSet[] }
export const useKeyMap = create<KeyMap>()(() => ({ keys: {}, sets: [] }))

export const setKeyMap = (keys: KeyMap['keys']): void => useKeyMap.setState({ keys })
/** Told once, by whoever knows all places. */
export const setAllActions = (sets: readonly ActionSet[]): void => useKeyMap.setState({ sets })

/** "editor.regenerate": the set's heading and the action's name. What settings and files call an action. */
export const actionId = ({ group }: Pick<ActionSet, 'group'>, name: string): string => `${group.toLowerCase().replace(/\s+/g, '-')}.${name}`

const keysIn = (map: KeyMap['keys'], set: ActionSet, name: string): readonly string[] => map[actionId(set, name)] ?? set.actions[name]?.keys ?? []

/** The keys that an action has now. */
export const keysOf = (set: ActionSet, name: string): readonly string[] => keysIn(useKeyMap.getState().keys, set, name)

/** The keycaps of the first of them; none where the action has no key. */
export const capsOf = <K extends string>(set: ActionSet<K>, name: K): string[] => keyCaps(keysOf(set, name)[0] ?? '')

/** Every action of some sets with its keys under a map. */
export const boundActions = (sets: readonly ActionSet[], map: KeyMap['keys']): readonly Bound[] =>
  sets.flatMap((set) =>
    Object.entries(set.actions).map(([name, { title }]) => ({ id: actionId(set, name), title, scope: set.scope, keys: keysIn(map, set, name) })),
  )
