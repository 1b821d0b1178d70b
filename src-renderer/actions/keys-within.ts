import type { KeyboardEvent as ElementKeyEvent } from 'react'
import { matchKeybindingPress, parseKeybinding } from 'tinykeys'
import type { ActionSet } from './action-set.ts'
import { wantedAction } from './inner-places.ts'
import { actionId, keysOf } from './key-map.ts'
import { isTextField } from './typing-target.ts'

/** False: not this time; the key goes on to whoever is around the element. */
export type InnerHandler = (event: KeyboardEvent) => unknown

const isPressed = (event: KeyboardEvent, chord: string): boolean => {
  const [press, ...more] = parseKeybinding(chord)
  return press !== undefined && more.length === 0 && matchKeybindingPress(event, press)
}

/**
 * What an element does with the keys of its own scope while the focus is inside it: for `onKeyDown`. They come before those of the place and can be
 * changed like them. Text fields inside keep theirs.
 */
export const keysWithin =
  <K extends string>(set: ActionSet<K>, handlers: Partial<Record<K, InnerHandler>>) =>
  (event: ElementKeyEvent): void => {
    const { nativeEvent } = event
    if (nativeEvent.defaultPrevented || nativeEvent.isComposing || isTextField(nativeEvent.target)) return
    // a menu that was opened from here lies elsewhere in the page
    if (!(nativeEvent.target instanceof Node && event.currentTarget.contains(nativeEvent.target))) return
    const wanted = wantedAction(nativeEvent)
    for (const name of Object.keys(set.actions) as K[]) {
      if (wanted === undefined ? !keysOf(set, name).some((chord) => isPressed(nativeEvent, chord)) : actionId(set, name) !== wanted) continue
      const handler = handlers[name]
      if (!handler || handler(nativeEvent) === false) continue
      event.preventDefault()
      event.stopPropagation()
      nativeEvent.stopImmediatePropagation()
      return
    }
  }
