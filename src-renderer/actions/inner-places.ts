import { type ActionScope, type InnerScope, isInner } from './action-set.ts'

/** An element with keys of its own says its scope: `data-keys="stem"`. */
const markOf = (scope: InnerScope): string => `[data-keys="${scope}"]`
const last = new Map<string, WeakRef<HTMLElement>>()
/** actions that are asked for without their key, by the event that carries them to their element */
const wanted = new WeakMap<Event, string>()

/** The action that somebody else than a key asks for; undefined: it is a key. */
export const wantedAction = (event: Event): string | undefined => wanted.get(event)

const isShown = (element: HTMLElement | undefined): element is HTMLElement => element?.isConnected === true

/** The place of a scope that has the focus or had it last; else the only one that there is. */
const placeOf = (scope: InnerScope): HTMLElement | undefined => {
  const known = last.get(scope)?.deref()
  if (isShown(known)) return known
  const all = document.querySelectorAll<HTMLElement>(markOf(scope))
  return all.length === 1 ? all[0] : undefined
}

export const hasInnerPlace = (scope: InnerScope): boolean => typeof document !== 'undefined' && placeOf(scope) !== undefined

/** Does what a key of a single element does there, without the key: for the palette and MIDI controllers. Answers false where there is no such place. */
export const runWithin = (scope: ActionScope, id: string): boolean => {
  const place = isInner(scope) ? placeOf(scope) : undefined
  if (!place) return false
  const event = new KeyboardEvent('keydown', { key: 'Unidentified', bubbles: true, cancelable: true })
  wanted.set(event, id)
  place.dispatchEvent(event)
  return event.defaultPrevented
}

/** Remembers which element of each scope had the focus last. */
export const watchInnerPlaces = (): void => {
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return
    for (let place = target.closest<HTMLElement>('[data-keys]'); place; place = place.parentElement?.closest<HTMLElement>('[data-keys]') ?? null)
      last.set(place.dataset.keys ?? '', new WeakRef(place))
  })
}
