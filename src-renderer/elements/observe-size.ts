export type Size = { readonly width: number; readonly height: number }

const watched = new Map<Element, (size: Size) => void>()
let observer: ResizeObserver | undefined

/**
 * Calls back with an element's size in CSS pixels, soon and whenever it changes, after the page was laid out and before it is painted: whoever
 * draws then needs not ask for the size, which would lay the page out once more. One observer serves all. Returns the function that stops.
 */
export const observeSize = (element: Element, onSize: (size: Size) => void): (() => void) => {
  observer ??= new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) watched.get(target)?.({ width: contentRect.width, height: contentRect.height })
  })
  watched.set(element, onSize)
  observer.observe(element)
  return () => {
    watched.delete(element)
    observer?.unobserve(element)
  }
}
