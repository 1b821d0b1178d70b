/** How long nothing was scrolled before a list counts as lying still, milliseconds. */
const STILL_MILLISECONDS = 120

let scrolledAt = Number.NEGATIVE_INFINITY
let isListening = false

/** Calls back once nothing in the window has been scrolled for a moment: what is only scrolled past asks for nothing. Returns the function that takes it back. */
export const whenStill = (callback: () => void): (() => void) => {
  if (!isListening) {
    const note = () => {
      scrolledAt = performance.now()
    }
    document.addEventListener('scroll', note, { capture: true, passive: true })
    isListening = true
  }
  let timer: ReturnType<typeof setTimeout>
  const wait = (milliseconds: number) => {
    timer = setTimeout(() => {
      const left = scrolledAt + STILL_MILLISECONDS - performance.now()
      if (left > 0) wait(left)
      else callback()
    }, milliseconds)
  }
  wait(STILL_MILLISECONDS)
  return () => clearTimeout(timer)
}
