import type { Syllable } from './say-line.ts'

/** How well a syllable sits on a sixteenth. */
const seatOn = (isStressed: boolean, step: number, beatSteps: number): number => {
  if (step % beatSteps === 0) return isStressed ? 3 : -2.5
  if (step % 2 === 0) return isStressed ? 1.5 : 0
  return isStressed ? -1 : 0.6
}

/**
 * Sixteenths for the syllables of a line, the last on `lastStep`; of all rising choices the one that fits stresses best.
 * @throws RangeError more syllables than sixteenths
 */
export const placeSyllables = (syllables: readonly Pick<Syllable, 'isStressed'>[], lastStep: number, beatSteps = 4): number[] => {
  const count = syllables.length
  const steps = lastStep + 1
  if (count > steps) throw new RangeError(`${count} syllables in ${steps} sixteenths`)
  if (count === 0) return []
  const best = syllables.map(() => new Array<number>(steps).fill(Number.NEGATIVE_INFINITY))
  const from = syllables.map(() => new Array<number>(steps).fill(-1))
  syllables.forEach(({ isStressed }, index) => {
    const [scores, sources] = [best[index] ?? [], from[index] ?? []]
    for (let step = index; step < steps - (count - 1 - index); step++) {
      if (index === count - 1 && step !== lastStep) continue
      const own = seatOn(isStressed, step, beatSteps)
      if (index === 0) {
        scores[step] = own
        continue
      }
      for (let before = index - 1; before < step; before++) {
        // a line does not stop in the middle of itself: gaps above an eighth cost
        const score = (best[index - 1]?.[before] ?? Number.NEGATIVE_INFINITY) + own - Math.max(0, step - before - 2) * 1.2
        if (score <= (scores[step] ?? 0)) continue
        scores[step] = score
        sources[step] = before
      }
    }
  })
  const placed = [lastStep]
  for (let index = count - 1; index > 0; index--) placed.unshift(from[index]?.[placed[0] ?? lastStep] ?? 0)
  return placed
}
