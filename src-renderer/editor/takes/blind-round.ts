import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { Preference } from '../../../src-shared/project/document.ts'

export type Slot = 'a' | 'b' | 'x'
/** Which take hides behind which letter. X is A or B once more. */
export type Deal = { readonly a: TakeId; readonly b: TakeId; readonly x: TakeId }

const timesCompared = (one: TakeId, other: TakeId, decided: readonly Preference[]): number =>
  decided.filter(({ takeId, againstTakeId }) => (takeId === one && againstTakeId === other) || (takeId === other && againstTakeId === one)).length

/**
 * The next comparison: of all pairs one that was compared least, in a random order, with X drawn apart from it.
 *
 * @param candidates at least two
 * @param random     0 <= r < 1, as Math.random
 */
export const dealRound = (candidates: readonly TakeId[], decided: readonly Preference[], random: () => number): Deal => {
  const pairs = candidates.flatMap((one, index) => candidates.slice(index + 1).map((other) => [one, other] as const))
  const counts = pairs.map(([one, other]) => timesCompared(one, other, decided))
  const fewest = Math.min(...counts)
  const open = pairs.filter((_, index) => counts[index] === fewest)
  const pair = open[Math.floor(random() * open.length)]
  if (!pair) throw new RangeError('a blind comparison needs two takes')
  const [a, b] = random() < 0.5 ? pair : [pair[1], pair[0]]
  return { a, b, x: random() < 0.5 ? a : b }
}

export const takeBehind = (deal: Deal, slot: Slot): TakeId => deal[slot]

/** "Take 2: preferred 3 of 4", the best first; only what was compared. */
export const outcomeWords = (candidates: readonly TakeId[], decided: readonly Preference[], nameOf: (takeId: TakeId) => string): string => {
  const records = candidates.flatMap((takeId) => {
    const heard = decided.filter((one) => one.takeId === takeId || one.againstTakeId === takeId)
    const won = heard.filter((one) => one.takeId === takeId).length
    return heard.length === 0 ? [] : [{ words: `${nameOf(takeId)}: preferred ${won} of ${heard.length}`, share: won / heard.length }]
  })
  const asked = decided.filter(({ toldApart }) => toldApart !== undefined)
  const right = asked.filter(({ toldApart }) => toldApart).length
  const lines = records.sort((a, b) => b.share - a.share).map(({ words }) => words)
  return [...lines, ...(asked.length > 0 ? [`X named rightly ${right} of ${asked.length}`] : [])].join(' · ')
}
