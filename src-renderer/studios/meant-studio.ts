import type { StudioEntry } from '../../src-shared/studios/contract.ts'
import type { StudioId } from '../../src-shared/studios/studio-id.ts'

/** A studio that the words name while another one is open. The longest word wins. */
export const meantStudio = (prompt: string, studios: readonly StudioEntry[], active: StudioId): StudioEntry | undefined => {
  const text = ` ${prompt.toLowerCase().replace(/[^\p{L}\p{N}&-]+/gu, ' ')} `
  const found = studios.flatMap((one) => one.recognisedBy.filter((word) => text.includes(` ${word} `)).map((word) => ({ one, word })))
  const best = found.toSorted((a, b) => b.word.length - a.word.length)[0]?.one
  return best && best.id !== active ? best : undefined
}
