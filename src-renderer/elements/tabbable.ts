const TABBABLE = ['a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[tabindex]']
  .map((one) => `${one}:not(:disabled, [tabindex="-1"], [hidden], [aria-hidden="true"])`)
  .join()

const isReachable = (element: HTMLElement): boolean => element.checkVisibility?.({ visibilityProperty: true }) !== false && !element.closest('[inert]')

/** Of a group of radio buttons only the chosen one is a stop of the Tab key. */
const isStop = (element: HTMLElement): boolean =>
  !(element instanceof HTMLInputElement) ||
  element.type !== 'radio' ||
  element.checked ||
  (element.name === '' ? true : document.querySelector(`input[type="radio"][name="${CSS.escape(element.name)}"]:checked`) === null)

/** Where the Tab key stops inside an element, in the order of the page. */
export const tabbableIn = (element: Element, selector = TABBABLE): HTMLElement[] =>
  [...element.querySelectorAll<HTMLElement>(selector)].filter((one) => isReachable(one) && isStop(one))

type TabPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'preventDefault' | 'target'> & { readonly currentTarget: HTMLElement }

/**
 * For `onKeyDown` of what covers the rest of the window: Tab goes round inside it. The guards of the dialog library hand the focus back only after a
 * moment, in which a Tab key that is held leaves for what lies below.
 */
export const keepTabInside = (event: TabPress): void => {
  const { key, shiftKey, currentTarget, target } = event
  // menus that were opened from here lie elsewhere in the page
  if (key !== 'Tab' || !(target instanceof Node && currentTarget.contains(target))) return
  const stops = tabbableIn(currentTarget)
  const [first, last] = [stops[0], stops.at(-1)]
  const isAtEdge = shiftKey ? target === first || target === currentTarget : target === last
  if (!isAtEdge || !first || !last) return
  event.preventDefault()
  const next = shiftKey ? last : first
  next.focus()
}
