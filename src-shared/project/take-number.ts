import type { Take } from './document.ts'
import { takePlace } from './edits/edit-labels.ts'

/** Whether two takes would have the same name if they had the same number: "take 2: bars 9–12". */
const isNamedAlike = (one: Take, other: Take): boolean => one.kind === other.kind && takePlace(one) === takePlace(other)

/**
 * The number that a take is called by, once and for all: the one it was ordered with, or the first one above all others of its kind and bars where
 * that is taken. Takes are put away, never deleted, so a number is never given twice.
 */
export const freeTakeNumber = (take: Take, others: readonly Take[]): number => {
  const taken = others.filter((other) => isNamedAlike(take, other)).map(({ number }) => number)
  return taken.includes(take.number) ? Math.max(...taken) + 1 : take.number
}

/** How high the song's takes are numbered that are of this kind and place; 0: there is none yet. */
export const lastTakeNumber = (takes: readonly Take[], { kind, place }: { readonly kind: Take['kind']; readonly place: string }): number =>
  Math.max(0, ...takes.filter((take) => take.kind === kind && takePlace(take) === place).map(({ number }) => number))

/** Takes from elsewhere (a file of an older studio) in which two may have the same name; the older one keeps its number. */
export const withOwnNumbers = (takes: readonly Take[]): Take[] => {
  const numbered = new Map<Take['id'], Take>()
  const oldestFirst = takes.toSorted((a, b) => a.createdAt - b.createdAt || a.number - b.number)
  for (const take of oldestFirst) numbered.set(take.id, { ...take, number: freeTakeNumber(take, [...numbered.values()]) })
  return takes.map((take) => numbered.get(take.id) ?? take)
}
