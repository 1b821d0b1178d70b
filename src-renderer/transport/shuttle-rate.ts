const FASTEST = 8
const CREEP = 0.25

/** The next speed in a direction: one, then twice as fast each time; a quarter while K is held. */
export const nextRate = (rate: number | undefined, direction: 1 | -1, isCreeping: boolean): number => {
  if (isCreeping) return direction * CREEP
  const isOnward = rate !== undefined && Math.sign(rate) === direction && Math.abs(rate) >= 1
  return direction * (isOnward ? Math.min(FASTEST, Math.abs(rate) * 2) : 1)
}

/** "2× back" */
export const rateWords = (rate: number): string => `${Math.abs(rate) === CREEP ? '¼' : Math.abs(rate)}×${rate < 0 ? ' back' : ''}`
