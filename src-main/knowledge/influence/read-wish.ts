import { readSaid } from '../../generation/index.ts'
import type { Wish } from './lean.ts'

/** What a prompt says in so many words, as the plan's own reader reads it. */
export const readWish = (prompt: string): Wish => {
  const { without, ...said } = readSaid(prompt)
  return { ...said, without: without.instruments, withoutRoles: without.roles }
}
