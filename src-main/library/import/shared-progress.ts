import type { ReportProgress } from '../../../src-shared/kernel/progress.ts'

/** One progress out of many items that run side by side: each has its share. An item that reports without words changes the fraction only. */
export const createSharedProgress = (count: number, report: ReportProgress): ((index: number) => ReportProgress) => {
  const fractions = new Map<number, number>()
  let sum = 0
  let lastStage = ''
  return (index) => (fraction, stage) => {
    const before = fractions.get(index) ?? 0
    if (fraction > before) {
      fractions.set(index, fraction)
      sum += fraction - before
    }
    lastStage = stage || lastStage
    report(Math.min(1, sum / count), lastStage)
  }
}
