/** Answers that are kept, each some kilobytes: a letter typed, taken away and typed again asks main once, and so do those that may come next. */
const KEPT = 240
/** Something may have changed that main does not tell of: songs grow older, and filters by age let them go. */
const FRESH_MILLISECONDS = 60_000

/** Last answers by their question, until something in the library changes. */
export const createAnswerCache = <V>(now: () => number = () => performance.now()) => {
  const kept = new Map<string, { readonly value: V; readonly at: number }>()
  return {
    get(question: string): V | undefined {
      const found = kept.get(question)
      if (found && now() - found.at < FRESH_MILLISECONDS) return found.value
      kept.delete(question)
      return undefined
    },
    keep(question: string, value: V): void {
      kept.delete(question)
      kept.set(question, { value, at: now() })
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    },
    forget: (): void => kept.clear(),
  }
}
