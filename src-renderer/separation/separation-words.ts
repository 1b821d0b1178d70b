import type { Separator, StemSet } from '../../src-shared/separation/contract.ts'

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

export const allOf = ({ stems }: Separator): string => sentence(listed(stems))

/** Inaudible under the song. */
const ADDS_UP_DB = -40

/** The proof under the stems, as a musician reads it: the lower the residual, the nearer is their sum to the song. An instrument comes before the master's limiter and colour. */
export const residualWords = ({ method, residualDb, sharedResidualDb }: Pick<StemSet, 'method' | 'residualDb' | 'sharedResidualDb'>): string => {
  const residual = `−${Math.abs(residualDb).toFixed(0)} dB`
  if (residualDb > ADDS_UP_DB && method === 'score') return `Instruments before the master: their sum differs from the mastered song by ${residual}`
  if (residualDb > ADDS_UP_DB) return `The sum of the stems differs from the song by ${residual}`
  if (residualDb > -90) return `Stems add up to the song: residual ${residual}`
  const isTold = sharedResidualDb !== undefined && sharedResidualDb > -90
  return `Stems add up to the song exactly${isTold ? `; −${Math.abs(sharedResidualDb).toFixed(0)} dB of it was shared among them` : ''}`
}

export const makerWords = ({ method, makerName, shifts }: StemSet): string => {
  if (method === 'score') return 'played from the score'
  return shifts > 1 ? `${makerName}, ${shifts} passes` : makerName
}
