import type { Separator, StemSet } from '../../src-shared/separation/contract.ts'

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

export const allOf = ({ stems }: Separator): string => sentence(listed(stems))

/** The proof under the stems, as a musician reads it: lower is better, -40 dB is inaudible under the song. */
export const residualWords = ({ residualDb, sharedResidualDb }: Pick<StemSet, 'residualDb' | 'sharedResidualDb'>): string => {
  if (residualDb > -90) return `Stems add up to the song: residual −${Math.abs(residualDb).toFixed(0)} dB`
  const isTold = sharedResidualDb !== undefined && sharedResidualDb > -90
  return `Stems add up to the song exactly${isTold ? `; −${Math.abs(sharedResidualDb).toFixed(0)} dB of it was shared among them` : ''}`
}

export const makerWords = ({ method, makerName, shifts }: StemSet): string => {
  if (method === 'score') return 'played from the score'
  return shifts > 1 ? `${makerName}, ${shifts} passes` : makerName
}
