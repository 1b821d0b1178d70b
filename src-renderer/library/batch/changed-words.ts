/** letters on each side of what changed */
const BESIDE = 14

const lettersOf = (text: string): string[] => Array.from(text)

const sharedStart = (a: readonly string[], b: readonly string[]): number => {
  let at = 0
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++
  return at
}

/** Old and new of long words, cut to what changed and a little beside it: what is equal on both sides says nothing and hides the rest. */
export const changedWords = (before: string, after: string): { readonly before: string; readonly after: string } => {
  const [old, fresh] = [lettersOf(before), lettersOf(after)]
  const start = sharedStart(old, fresh)
  const end = Math.min(sharedStart(old.toReversed(), fresh.toReversed()), old.length - start, fresh.length - start)
  const cut = (letters: readonly string[]): string => {
    const from = start > BESIDE + 2 ? start - BESIDE : 0
    const to = end > BESIDE + 2 ? letters.length - end + BESIDE : letters.length
    return `${from > 0 ? '…' : ''}${letters.slice(from, to).join('')}${to < letters.length ? '…' : ''}`
  }
  return { before: cut(old), after: cut(fresh) }
}
