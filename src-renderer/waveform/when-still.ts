/** How long nothing was scrolled or looked for before a list counts as lying still, milliseconds. */
const STILL_MILLISECONDS = 120

let stirredAt = Number.NEGATIVE_INFINITY
let isListening = false

/** Other songs are coming into sight: what can wait, waits. */
export const stir = (): void => {
  stirredAt = performance.now()
}

const millisecondsLeft = (): number => stirredAt + STILL_MILLISECONDS - performance.now()
export const isStill = (): boolean => millisecondsLeft() <= 0

/** Calls back once nothing in the window has been scrolled for a moment: what is only scrolled past asks for nothing. Returns the function that takes it back. */
export const whenStill = (callback: () => void): (() => void) => {
  if (!isListening) {
    document.addEventListener('scroll', stir, { capture: true, passive: true })
    isListening = true
  }
  let timer: ReturnType<typeof setTimeout>
  const wait = (milliseconds: number) => {
    timer = setTimeout(() => {
      const left = millisecondsLeft()
      if (left > 0) wait(left)
      else callback()
    }, milliseconds)
  }
  wait(STILL_MILLISECONDS)
  return () => clearTimeout(timer)
}
