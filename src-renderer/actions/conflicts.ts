import { type ActionScope, isInner } from './action-set.ts'
import { sameChord } from './chord.ts'

/** One action with the keys that it has now. */
export type Bound = { readonly id: string; readonly title: string; readonly scope: ActionScope; readonly keys: readonly string[] }

/** An element that has the focus shadows what is around it: its keys fight only with one another. */
const isHeardWith = (a: Bound, b: Bound): boolean => {
  if (a.id === b.id) return false
  if (a.scope === b.scope) return true
  return !isInner(a.scope) && !isInner(b.scope) && (a.scope === 'everywhere' || b.scope === 'everywhere')
}

/** Whoever is heard at the same time as `id` and would answer to `chord`, too. */
export const rivalsOf = (chord: string, id: string, all: readonly Bound[]): readonly Bound[] => {
  const own = all.find((one) => one.id === id)
  return own ? all.filter((other) => isHeardWith(own, other) && other.keys.some((keys) => sameChord(keys, chord))) : []
}

/** Every pair of actions that fight over a key, once. */
export const conflictsIn = (all: readonly Bound[]): readonly { readonly chord: string; readonly a: Bound; readonly b: Bound }[] =>
  all.flatMap((a, index) =>
    all
      .slice(index + 1)
      .filter((b) => isHeardWith(a, b))
      .flatMap((b) => a.keys.filter((chord) => b.keys.some((other) => sameChord(chord, other))).map((chord) => ({ chord, a, b }))),
  )
