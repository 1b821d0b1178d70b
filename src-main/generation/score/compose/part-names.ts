import type { Part } from '../../../../src-shared/score/score.ts'

/** Instruments that play more than once are counted ("Piano 1", "Piano 2"): a name is how one of them is chosen, seen and handed on. */
export const withOwnNames = (parts: readonly Part[]): Part[] => {
  const seen = new Map<string, number>()
  return parts.map((part) => {
    if (parts.filter(({ name }) => name === part.name).length === 1) return part
    const number = (seen.get(part.name) ?? 0) + 1
    seen.set(part.name, number)
    return { ...part, name: `${part.name} ${number}` }
  })
}
