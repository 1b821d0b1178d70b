import type { Facts } from '../entries/facts.ts'
import { keyDistance, tempoDistance } from '../retrieval/music-distance.ts'

/** How far two songs are apart in what a plan decides, 0 (the same) .. 1: style, tempo, key, swing, and who plays what. */
export const planDistance = (a: Facts, b: Facts): number => {
  const seats = (facts: Facts): ReadonlySet<string> => new Set(facts.parts.map(({ role, instrument }) => `${role} ${instrument}`))
  const [ours, theirs] = [seats(a), seats(b)]
  const both = [...ours].filter((seat) => theirs.has(seat)).length
  const all = new Set([...ours, ...theirs]).size
  const terms = [
    a.style === b.style ? 0 : 1,
    a.tempoBpm !== undefined && b.tempoBpm !== undefined ? Math.min(1, 2 * tempoDistance(a.tempoBpm, b.tempoBpm)) : 0,
    a.key && b.key ? (keyDistance(a.key, b.key) + (a.key.mode === b.key.mode ? 0 : 1)) / 7 : 0,
    a.swing !== undefined && b.swing !== undefined ? Math.min(1, 4 * Math.abs(a.swing - b.swing)) : 0,
    all > 0 ? 1 - both / all : 0,
  ]
  return terms.reduce((sum, term) => sum + term, 0) / terms.length
}
