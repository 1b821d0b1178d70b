/** What answers to Enter or Space by itself. */
const CONTROLS =
  'button,a[href],summary,input[type="checkbox"],input[type="radio"],[role="button"],[role="tab"],[role="switch"],[role="checkbox"],[role="radio"],[role="combobox"],[role="option"]'

const controlAt = (target: EventTarget | null): Element | null => (target instanceof Element ? target.closest(CONTROLS) : null)

/**
 * Controls that a pointer pressed. They hold the focus only because of that: Space plays and Enter accepts after a click on a button, as in every
 * studio. `:focus-visible` alone cannot tell, as it becomes true with the next key, before anyone hears it.
 */
const pressed = new WeakSet<Element>()

addEventListener(
  'pointerdown',
  ({ target }) => {
    const control = controlAt(target)
    if (control) pressed.add(control)
  },
  true,
)
addEventListener(
  'focusin',
  ({ target }) => {
    const control = controlAt(target)
    if (control?.matches(':focus-visible')) pressed.delete(control)
  },
  true,
)

/** True where Enter or Space belongs to the control that the keyboard, or who reads the screen aloud, stands on. */
export const isControlKey = ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean => {
  if ((key !== 'Enter' && key !== ' ') || ctrlKey || metaKey || altKey) return false
  const control = controlAt(target)
  return control !== null && control === document.activeElement && !pressed.has(control)
}
