import { type ActionScope, type ActionSet, isInner } from './action-set.ts'
import type { LiveAction } from './action-store.ts'
import { actionId, keysOf } from './key-map.ts'

/** An action as the palette offers it; `whyNot` says what is missing where it does nothing now. */
export type OfferedAction = Pick<LiveAction, 'id' | 'title' | 'group' | 'scope'> & {
  readonly keys: readonly string[]
  readonly whyNot?: string
  readonly run: () => void
}

/** Where an action's place is not in front. */
const ELSEWHERE: Readonly<Partial<Record<ActionScope, string>>> = {
  create: 'Go to Create first',
  library: 'Go to a list of songs first',
  albums: 'Go to Albums first',
  editor: 'Open a song first',
  settings: 'Open Settings first',
}

/** Every action there is, but arrows and digits: what can be done now first, with the place in front before what is always there. */
export const offeredActions = (sets: readonly ActionSet[], live: readonly LiveAction[], text: string): readonly OfferedAction[] => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const byId = new Map(live.map((action) => [action.id, action]))
  const places = new Set(live.map(({ scope }) => scope))
  const all = sets.flatMap((set) =>
    Object.entries(set.actions).flatMap(([name, definition]): OfferedAction[] => {
      const words = `${definition.title} ${set.group}`.toLowerCase()
      if (definition.isKeyOnly || isInner(set.scope) || !wanted.every((word) => words.includes(word))) return []
      const id = actionId(set, name)
      const now = byId.get(id)
      const missing = places.has(set.scope) ? (definition.needs ?? 'Not possible here') : ELSEWHERE[set.scope]
      const whyNot = now ? now.whyNot?.() : (missing ?? definition.needs ?? 'Not possible here')
      return [{ id, title: definition.title, group: set.group, scope: set.scope, keys: keysOf(set, name), run: () => now?.run(), ...(whyNot && { whyNot }) }]
    }),
  )
  return all.toSorted((a, b) => Number(a.scope === 'everywhere') - Number(b.scope === 'everywhere'))
}
