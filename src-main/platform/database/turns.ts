/** First come, first served. Whoever has the turn ends it by the function that he got. */
export type Turns = {
  take(): Promise<() => void>
  /** undefined: somebody has it, or waits for it */
  takeIfFree(): (() => void) | undefined
}

export const createTurns = (): Turns => {
  let last: Promise<void> = Promise.resolve()
  let held = 0
  const queue = (): { readonly before: Promise<void>; readonly end: () => void } => {
    const before = last
    let resolve = () => {}
    last = new Promise<void>((done) => {
      resolve = done
    })
    held += 1
    return {
      before,
      end: () => {
        held -= 1
        resolve()
      },
    }
  }
  return {
    async take() {
      const { before, end } = queue()
      await before
      return end
    },
    takeIfFree: () => (held === 0 ? queue().end : undefined),
  }
}
