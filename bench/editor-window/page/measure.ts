/** What the window's own animation callbacks cost, milliseconds; wraps the browser's clock before the editor starts. */
const callbacks = { spent: 0 }
const realRequest = window.requestAnimationFrame.bind(window)
window.requestAnimationFrame = (callback) =>
  realRequest((now) => {
    const start = performance.now()
    callback(now)
    callbacks.spent += performance.now() - start
  })

/** Frame times of an animation driven by `step`, one call a frame, milliseconds; `script` is the step and the painting it caused. The first frames warm up and are not counted. */
export const frameTimes = async (frames: number, step: (frame: number) => void): Promise<{ frames: number[]; script: number[] }> => {
  const times: number[] = []
  const script: number[] = []
  let last = 0
  let spent = 0
  for (let frame = -10; frame < frames; frame++) {
    const now = await new Promise<number>((resolve) => realRequest(resolve))
    if (frame > 0) {
      times.push(now - last)
      script.push(spent + callbacks.spent)
    }
    last = now
    callbacks.spent = 0
    const start = performance.now()
    step(Math.max(0, frame))
    spent = performance.now() - start
  }
  return { frames: times, script }
}

/** A wheel over the middle of the waveform, as a hand would turn it. */
export const wheel = (target: Element, deltaX: number, deltaY: number, atFraction = 0.4): void => {
  const rect = target.getBoundingClientRect()
  target.dispatchEvent(
    new WheelEvent('wheel', {
      bubbles: true,
      cancelable: true,
      deltaX,
      deltaY,
      clientX: rect.left + rect.width * atFraction,
      clientY: rect.top + rect.height / 2,
    }),
  )
}
