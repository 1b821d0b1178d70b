import { tabbableIn } from '../elements/index.ts'

/** The parts of the window, in their order on the screen: its landmarks, and what says so itself. */
const PARTS = 'nav, main, aside, [data-part]'
/** what one comes to a part for */
const SUBJECT = '[role="application"][tabindex], [role="grid"][tabindex], textarea'

/** Where the keyboard stood last in each part. */
const stoodAt = new WeakMap<Element, WeakRef<HTMLElement>>()

const partOf = (element: Element | null): Element | undefined => element?.closest(PARTS) ?? undefined
/** a part within a part is a stop of its own */
const placesIn = (part: Element, selector?: string): HTMLElement[] => tabbableIn(part, selector).filter((element) => partOf(element) === part)

const stopIn = (part: Element): HTMLElement | undefined => {
  const known = stoodAt.get(part)?.deref()
  if (known?.isConnected && placesIn(part).includes(known)) return known
  return placesIn(part, SUBJECT)[0] ?? placesIn(part)[0]
}

/** Puts the keyboard into the next part of the window, or the one before: to where it stood last, else to what the part is about. */
export const goToPart = (step: 1 | -1): void => {
  const here = document.activeElement
  const parts = [...document.querySelectorAll(PARTS)]
  const mine = partOf(here)
  if (mine && here instanceof HTMLElement) stoodAt.set(mine, new WeakRef(here))
  const at = mine ? parts.indexOf(mine) : step > 0 ? -1 : 0
  for (let i = 1; i <= parts.length; i++) {
    const part = parts[(at + step * i + parts.length * 2) % parts.length]
    const stop = part && part !== mine ? stopIn(part) : undefined
    if (!stop) continue
    stop.focus()
    return
  }
}
