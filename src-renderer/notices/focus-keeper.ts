/** What the keyboard goes to where nothing else is left: the song's waveform, a list, else the first thing of the place. */
const HOMES = [
  'main [role="application"][tabindex="0"]',
  'main [role="grid"][tabindex]',
  'main [role="listbox"][tabindex]',
  'main [tabindex="0"]',
  'main button',
]

const isReachable = (element: HTMLElement): boolean => element.isConnected && !element.closest('[inert], [hidden]') && !element.matches(':disabled')

const home = (): HTMLElement | undefined => {
  for (const selector of HOMES) {
    const found = [...document.querySelectorAll<HTMLElement>(selector)].find(isReachable)
    if (found) return found
  }
  return undefined
}

/** Remembers where the keyboard came from into something that goes away by itself, and gives it back there. */
export type FocusKeeper = {
  entered(from: EventTarget | null): void
  left(to: EventTarget | null): void
  /** to be asked whenever something went: does nothing while the keyboard stands somewhere, or never was inside */
  giveBack(): void
}

export const createFocusKeeper = (): FocusKeeper => {
  let isInside = false
  let cameFrom: HTMLElement | undefined
  return {
    entered(from) {
      if (!isInside) cameFrom = from instanceof HTMLElement && from !== document.body ? from : undefined
      isInside = true
    },
    left(to) {
      // another window has the keyboard; it comes back to the same place
      if (to === null && !document.hasFocus()) return
      isInside = false
    },
    giveBack() {
      if (!isInside || document.activeElement !== document.body) return
      isInside = false
      const target = cameFrom && isReachable(cameFrom) ? cameFrom : home()
      target?.focus({ preventScroll: true })
    },
  }
}
