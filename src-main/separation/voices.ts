import type { Stem } from '../../src-shared/separation/contract.ts'

export type Voice = { readonly name: string; readonly role: Stem['role']; readonly sources: readonly number[] }

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
const listed = (names: readonly string[]): string => (names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)

/** Sources as a musician finds them: each by itself, or those asked for by themselves and the others as one. Every source is in one voice. */
export const voicesOf = (sources: readonly string[], only: readonly string[] | undefined): readonly Voice[] => {
  const alone = sources.flatMap((name, source) => (!only || only.includes(name) ? [{ name: capital(name), role: 'stem' as const, sources: [source] }] : []))
  const others = sources.flatMap((name, source) => (only && !only.includes(name) ? [source] : []))
  if (others.length === 0) return alone
  const [last] = others
  // one that is left over has a name of its own
  if (others.length === 1 && last !== undefined) return [...alone, { name: capital(sources[last] ?? ''), role: 'rest', sources: others }]
  return [...alone, { name: `All but ${listed(alone.map(({ name }) => name.toLowerCase()))}`, role: 'rest', sources: others }]
}
