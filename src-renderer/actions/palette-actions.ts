import { type ActionScope, type ActionSet, isInner } from './action-set.ts'
import type { LiveAction } from './action-store.ts'
import { hasInnerPlace, runWithin } from './inner-places.ts'
import { actionId, keysOf } from './key-map.ts'

/** An action as the palette offers it; `whyNot` says what is missing where it does nothing now. */
export type OfferedAction = Pick<LiveAction, 'id' | 'title' | 'group' | 'scope'> & {
  readonly keys: readonly string[]
  readonly isKeyOnly: boolean
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
  outline: 'Go to the outline of a song first',
  stem: 'Go to the lane of a stem first',
  lanes: 'Go to the lanes of takes first',
  marks: 'Go to a marker or a region first',
  list: 'Go to a list of songs first',
}

/** Every action there is: the place in front before what is always there, arrows and digits last. Those of single elements act where the focus was last. */
export const offeredActions = (sets: readonly ActionSet[], live: readonly LiveAction[], text: string): readonly OfferedAction[] => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const byId = new Map(live.map((action) => [action.id, action]))
  const places = new Set(live.map(({ scope }) => scope))
  const all = sets.flatMap((set) =>
    Object.entries(set.actions).flatMap(([name, definition]): OfferedAction[] => {
      const words = `${definition.title} ${set.group}`.toLowerCase()
      if (!wanted.every((word) => words.includes(word))) return []
      const id = actionId(set, name)
      const about = { id, title: definition.title, group: set.group, scope: set.scope, keys: keysOf(set, name), isKeyOnly: definition.isKeyOnly === true }
      if (isInner(set.scope)) {
        const whyNot = hasInnerPlace(set.scope) ? undefined : ELSEWHERE[set.scope]
        return [{ ...about, run: () => void runWithin(set.scope, id), ...(whyNot && { whyNot }) }]
      }
      const now = byId.get(id)
      const missing = places.has(set.scope) ? (definition.needs ?? 'Not possible here') : ELSEWHERE[set.scope]
      const whyNot = now ? now.whyNot?.() : (missing ?? definition.needs ?? 'Not possible here')
      return [{ ...about, run: () => now?.run(), ...(whyNot && { whyNot }) }]
    }),
  )
  return all.toSorted((a, b) => Number(a.isKeyOnly) - Number(b.isKeyOnly) || Number(a.scope === 'everywhere') - Number(b.scope === 'everywhere'))
}
