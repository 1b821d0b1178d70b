import { setImmediate as breathe } from 'node:timers/promises'
import type { Facts } from '../entries/facts.ts'
import type { MemoryRepository } from '../entries/memory-repository.ts'

/** The facts of all songs that are shown, in memory: a rating of ten thousand takes some milliseconds. */
export type FactsShelf = {
  all(): Promise<ReadonlyMap<string, Facts>>
  /** the library changed: look again before the next search */
  forget(): void
}

/** songs read before others get their turn */
const PAGE = 250

export const createFactsShelf = (repository: Pick<MemoryRepository, 'listFacts'>): FactsShelf => {
  let reading: Promise<ReadonlyMap<string, Facts>> | undefined
  const read = async (): Promise<ReadonlyMap<string, Facts>> => {
    const found = new Map<string, Facts>()
    for (let after = 0; ; ) {
      const page = await repository.listFacts(after, PAGE)
      for (const { trackId, facts } of page) found.set(trackId, facts)
      const last = page.at(-1)
      if (!last || page.length < PAGE) return found
      after = last.row
      await breathe()
    }
  }
  return {
    all() {
      const begun = reading ?? read()
      reading = begun
      begun.catch(() => {
        if (reading === begun) reading = undefined
      })
      return begun
    },
    forget() {
      reading = undefined
    },
  }
}
