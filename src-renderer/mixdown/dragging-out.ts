/**
 * A song that is dragged out of the window may be let go over the window itself. The system tells the page nothing about the end of such
 * a drag, so it is remembered here until the pointer moves again without a drag.
 */
let isDraggingOut = false

export const beginDraggingOut = (): void => {
  isDraggingOut = true
  const end = () => {
    isDraggingOut = false
    window.removeEventListener('pointermove', end, true)
  }
  // the first moves still belong to the press that began the drag
  setTimeout(() => window.addEventListener('pointermove', end, true), 300)
}

export const isOwnDrag = (): boolean => isDraggingOut
